"""Settings of the login bench's peer: Django's own view and backend, the same hasher, the same
database and sessions; no throttling, no verified e-mail, no second factor, no limits."""

from pathlib import Path

from ztc.settings.dev import *  # noqa: F403 -- settings build on one another

ROOT_URLCONF = "bench.plain_urls"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # the app does not start without it
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
        },
    }
]
