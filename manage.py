#!/usr/bin/env python
"""Entrance of all commands. Those that own the tables run as `ztc_owner`, the rest as `ztc_app`."""

import os
import sys

OWNER_COMMANDS = {"migrate", "audit", "backup", "restore"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ztc.settings.dev")
    if OWNER_COMMANDS & set(sys.argv[1:2]):
        os.environ["ZTC_DATABASE_ROLE"] = "owner"
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the environment

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
