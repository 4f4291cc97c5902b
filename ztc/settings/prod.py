"""Production: TLS before us, real mail, real names; whatever is missing stops the start."""

import os

from django.core.exceptions import ImproperlyConfigured

from ztc.settings import environment
from ztc.settings.base import *

SITE_URL = environment.required("ZTC_SITE_URL", "the public address, such as https://ztc.example")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("ZTC_SITE_URL must begin with https://")
ALLOWED_HOSTS = environment.required("ZTC_ALLOWED_HOSTS", "host names, by commas").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
MAIL_DOMAIN = SITE_URL.removeprefix("https://").split("/")[0].split(":")[0]
DEFAULT_FROM_EMAIL = os.environ.get("ZTC_MAIL_FROM", f"noreply@{MAIL_DOMAIN}")
CONTACT_EMAIL = os.environ.get("ZTC_CONTACT_EMAIL", "")
SITE_ID_CODE = os.environ.get("ZTC_SITE_ID_CODE", "")
SMS_GATEWAY = os.environ.get("ZTC_SMS_GATEWAY", "")
CLAMD = os.environ.get("ZTC_CLAMD", "")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.required("ZTC_SMTP_HOST", "the mail server")
EMAIL_PORT = int(os.environ.get("ZTC_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("ZTC_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ZTC_SMTP_PASSWORD", "")
EMAIL_USE_TLS = not environment.flag("ZTC_SMTP_PLAIN")
EMAIL_TIMEOUT = 10

# Whose X-Forwarded-For is believed: TLS stands before us, so there is one proxy at least.
ALLAUTH_TRUSTED_PROXY_COUNT = environment.whole_number("ZTC_PROXY_COUNT", 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
