"""Settings that hold everywhere. dev, test and prod say only what differs."""

from pathlib import Path
from typing import Any

import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF

from ztc.settings import environment

BASE_DIR = Path(__file__).resolve().parents[2]
STATE_DIR = Path(environment.state_dir())

SECRET_KEY = environment.required("ZTC_SECRET_KEY", "50 random characters, kept secret")
# Signs the trail; whoever has the database but not this key cannot rewrite history.
AUDIT_KEY = environment.required("ZTC_AUDIT_KEY", "50 random characters, kept apart from backups")

SITE_NAME = "火炬科技成果直通车"
SITE_URL = "http://127.0.0.1:8000"
MAIL_DOMAIN = "ztc.invalid"
# Whom people write to about their personal data; the privacy page names it where it is set.
CONTACT_EMAIL = ""
# 政府网站标识码 (政府网站发展指引), ten characters: pages name it where it is set.
SITE_ID_CODE = ""
# Dotted path of a class like accounts.phones.SmsGateway; without one numbers are not verified.
SMS_GATEWAY = ""
# The clamd that scans uploads, `/path/to.sock` or `host:port`; without one nothing is scanned.
CLAMD = ""
# Titles are compared by what they mean, too, where the extra `semantic` is installed.
MATCH_BY_MEANING = not environment.flag("ZTC_WORDS_ONLY")
DEMO_ALLOWED = False
CLOCK_MAY_SHIFT = False
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django_htmx",
    "django_structlog",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "foundation",
    "records",
    "accounts",
    "projects",
    "provinces",
    "roadshows",
    "matching",
    "introductions",
    "showcase",
    "portal",
]

MIDDLEWARE = [
    "foundation.middleware.CachingMiddleware",
    "foundation.middleware.PlainRequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.AddressMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.WholePageMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.middleware.StaffNetworkMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "foundation.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "ztc.urls"
WSGI_APPLICATION = "ztc.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
            "builtins": ["foundation.templatetags.ui"],
        },
    }
]

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.redis_url(),
        "KEY_PREFIX": "ztc",
    }
}
# In the database, so that losing Redis logs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# Both limits are kept by accounts.middleware; the cookie ends with the browser before either.
SESSION_IDLE_SECONDS = 30 * 60
SESSION_ABSOLUTE_SECONDS = 8 * 60 * 60
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
PASSWORD_HASHERS = [
    "accounts.passwords.LeanArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "accounts.passwords.UnlikeOwnDataValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "accounts.passwords.UncommonValidator"},
    {"NAME": "accounts.passwords.NotOnlyDigitsValidator"},
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # the letter says so
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_landing"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.login.AddEmailForm",
    "change_password": "accounts.forms.login.ChangePasswordForm",
    "login": "accounts.forms.login.LoginForm",
    "reauthenticate": "accounts.forms.login.ReauthenticateForm",
    "reset_password": "accounts.forms.login.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.login.ResetPasswordKeyForm",
    "set_password": "accounts.forms.login.SetPasswordForm",
    "signup": "accounts.forms.login.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.account.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True  # one address a person: a new one takes the old one's place
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Against guessing: accounts.adapters tells how these work together (docs/operations.md).
LOGIN_LOCK_SECONDS = 30 * 60
LOGIN_SLOW_SECONDS = 60
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/30m/key",  # one account from one address; codes: one account
    "login_failed_here": "30/m/ip",  # failures of one address, whatever the account
    "login": None,  # a campus behind one address logs in as it likes
    "change_password": "5/30m/user",
    "reset_password": "20/m/ip,5/10m/key",
    "search": "120/m/ip",  # texts looked for, by all who share an address
    "suggest": "600/m/ip",
    "one_pager": "30/m/ip",  # ordered; what is made already is read as often as one likes
}
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("ZTC_PROXY_COUNT", 0)
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.forms.login.ActivateTotpForm",
    "authenticate": "accounts.forms.login.CodeForm",
    "reauthenticate": "accounts.forms.login.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Who works for the state works from these networks only; none named is everywhere.
STAFF_NETWORKS = environment.networks("ZTC_STAFF_NETWORKS")

LANGUAGE_CODE = "zh-hans"
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "woff2", "gz", "br", "zip"]
MEDIA_ROOT = STATE_DIR / "media"
MEDIA_URL = "media/"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_PERMISSIONS = 0o600

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "foundation.answers.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
    }
}

CELERY_BROKER_URL = environment.broker_url()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# No task runs longer than the visibility timeout: long work is done in steps, a message each
# row (records.working); a second delivery finds the row locked or ended.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A worker that was talking to a killed broker waits this long before it tries again.
    "socket_connect_timeout": 2,
    "socket_timeout": 2.5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_PREFETCH_MULTIPLIER = 4
CELERY_WORKER_MAX_TASKS_PER_CHILD = 2000
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "records.sweep", "schedule": 30, "options": {"expires": 25}},
    "seal": {"task": "records.seal", "schedule": 10, "options": {"expires": 9}},
    "sweep_uploads": {"task": "records.sweep_uploads", "schedule": crontab(minute=17)},
    "rest_dormant": {"task": "accounts.rest_dormant", "schedule": crontab(hour=3, minute=30)},
    "forget_sessions": {"task": "accounts.forget_sessions", "schedule": crontab(hour=3, minute=35)},
    "absorb": {"task": "matching.absorb", "schedule": 2, "options": {"expires": 2}},
    "run_matching": {"task": "matching.run_nightly", "schedule": crontab(hour=2, minute=10)},
    "introduce_due": {
        "task": "introductions.introduce_due",
        "schedule": 20,
        "options": {"expires": 19},
    },
    "expire_interests": {
        "task": "matching.expire_interests",
        "schedule": crontab(hour=0, minute=15),
    },
    "pair_waiting": {"task": "projects.pair_waiting", "schedule": 60, "options": {"expires": 55}},
    "take_idle": {"task": "projects.take_idle", "schedule": 300, "options": {"expires": 290}},
    "end_postings": {"task": "matching.end_postings", "schedule": crontab(hour=0, minute=10)},
    "tell_digests": {
        "task": "matching.tell_digests",
        "schedule": crontab(hour=7, minute=30),
    },
    "follow_decisions": {
        "task": "roadshows.follow_decisions",
        "schedule": 60,
        "options": {"expires": 55},
    },
    "order_posters": {
        "task": "roadshows.order_missing",
        "schedule": 60,
        "options": {"expires": 55},
    },
    "close_roadshows": {"task": "roadshows.close_past", "schedule": crontab(hour=0, minute=20)},
    "remind_duties": {"task": "roadshows.remind_duties", "schedule": crontab(hour=7, minute=30)},
    "remind_all": {"task": "portal.remind_all", "schedule": crontab(hour="8-18/2", minute=40)},
    "forget_old_saves": {
        "task": "projects.forget_old_saves",
        "schedule": crontab(hour=3, minute=40),
    },
    "forget_old_rows": {
        "task": "projects.forget_old_rows",
        "schedule": crontab(hour=3, minute=50),
    },
    "forget_one_pagers": {
        "task": "projects.forget_one_pagers",
        "schedule": crontab(hour=3, minute=55),
    },
}
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # it believes any header; AddressMiddleware does not

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = STATE_DIR / "mail"
DEFAULT_FROM_EMAIL = f"{SITE_NAME} <noreply@{MAIL_DOMAIN}>"

_SHARED_PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso"),
]
structlog.configure(
    processors=[*_SHARED_PROCESSORS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": _SHARED_PROCESSORS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "celery.beat": {"level": "WARNING"},
        "django_structlog.celery": {"level": "WARNING"},  # records.working tells of its work itself
        "fontTools": {"level": "WARNING"},
    },
}
