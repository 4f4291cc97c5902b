"""Tests may only make things faster or louder. They migrate as the owner; the `db` fixture then
takes the serving role inside each test's transaction."""

import os

os.environ["ZTC_DATABASE_ROLE"] = "owner"

from ztc.settings.base import *

ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DEMO_ALLOWED = True
MATCH_BY_MEANING = False  # the same with the extra installed and without
CLOCK_MAY_SHIFT = True
INSTALLED_APPS += ["tests.toy"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
# Where `make test` has migrated one, each process copies it.
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("ZTC_TEMPLATE")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = STATE_DIR / "test-media"
STATIC_ROOT = BASE_DIR / "static"  # whitenoise wants a folder that is there
# pytest keeps what is logged; every request tells of its beginning and its end.
LOGGING["root"]["level"] = "WARNING"
CELERY_TASK_DEFAULT_QUEUE = f"test-{os.getpid()}"
