"""The settings of `make run` for a portal in which nobody lives yet."""

from ztc.settings.dev import *  # noqa: F403 -- a layer, as in ztc.settings

DEMO_ALLOWED = False
