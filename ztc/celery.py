"""The Celery application: doorbells for work that is rows (see records.working)."""

import gc
import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init
from django_structlog.celery.steps import DjangoStructLogInitStep
from kombu.transport import redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ztc.settings.dev")


class _Channel(redis.Channel):
    """Says that its connection is gone in the words Celery understands.

    Kombu 5.7 answers with an AttributeError where a channel outlived its connection to a lost
    broker (kombu issue 582); the worker would end there and need seven seconds for a new start.
    """

    def _connparams(self, *args: Any, **kwargs: Any) -> Any:
        if not getattr(self.connection, "client", None):
            raise ConnectionError("the connection to the broker is gone")
        return super()._connparams(*args, **kwargs)  # type: ignore[no-untyped-call]  # -- kombu is untyped


redis.Transport.Channel = _Channel

app = Celery("ztc")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()


@setup_logging.connect
def _log_as_the_web_does(**kwargs: Any) -> None:
    """Celery would replace the root handlers; settings.LOGGING is already in force."""


@worker_init.connect
def _leave_what_is_loaded(**kwargs: Any) -> None:  # noqa: ARG001 -- a signal's form
    """As in wsgi.py: before the processes of the pool are forked."""
    gc.collect()
    gc.freeze()
