"""Logging in as people do: by form, with the code their phone would show; or at once, as if so."""

import base64
import hmac
import struct
import time

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# What a person says of themselves at registration, besides address and password.
PERSON = {"name": "李工", "role": "holder", "privacy": "on"}
PERIOD = 30
_MARGIN = 3


def code_of(secret=SECRET):
    """RFC 6238, by our own hand; not in the last seconds of its life."""
    if PERIOD - time.time() % PERIOD < _MARGIN:
        time.sleep(_MARGIN)
    key = base64.b32decode(secret)
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // PERIOD), "sha1")
    place = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[place : place + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def give_totp(user, secret=SECRET):
    """As if the person had set up their phone; once."""
    Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )


def log_in(client, email, password):
    """Through the pages; the last answer."""
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    if answer.url != reverse("mfa_authenticate"):
        return answer
    return client.post(answer.url, {"code": code_of()})


class FreshClient(Client):
    """`force_login` leaves what a login a moment ago would have left, so that decisions are not
    asked to be confirmed."""

    def force_login(self, user, backend=None):
        super().force_login(user, backend)
        request = HttpRequest()
        request.session = self.session
        record_authentication(request, user, "login", reauthenticated=True)
        request.session["began"] = request.session["seen"] = time.time()
        request.session.save()
