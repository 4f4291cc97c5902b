"""The Celery application: doorbells for work that is rows (see records.working)."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ztc.settings.dev")

app = Celery("ztc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_web_does(**kwargs: Any) -> None:
    """Celery would replace the root handlers; settings.LOGGING is already in force."""
