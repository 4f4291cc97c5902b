"""`make run`: one machine, plain HTTP on the loopback, mail into a folder."""

import os

from ztc.settings import environment
from ztc.settings.base import *

SITE_URL = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEBUG = environment.flag("ZTC_DEBUG")
DEMO_ALLOWED = True
CLOCK_MAY_SHIFT = True
