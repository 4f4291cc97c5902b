"""How django-allauth and this house agree."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.db import transaction
from django.http import HttpRequest

from accounts.acting import actor_of
from accounts.granting import send_wishes
from accounts.models import User
from accounts.people import open_account, record_email


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        return True

    def save_user(
        self,
        request: HttpRequest,
        user: User,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002 -- allauth's signature
    ) -> User:
        user.name = form.cleaned_data["name"]
        super().save_user(request, user, form, commit=False)
        return open_account(user) if commit else user

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """There are no user names: people are known by e-mail."""

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """allauth has written the address; the trail hears of it, and so do the approvers of
        what was wished for at registration."""
        confirmed = super().confirm_email(request, email_address)
        if confirmed:
            by = actor_of(email_address.user)
            record_email(email_address.user, by=by)
            send_wishes(by=by)
        return confirmed

    @transaction.atomic
    def set_password(self, user: User, password: str) -> None:
        """Nobody is logged in before their address is verified: who sets a password for one that
        is not has come by the link of a letter to it, and has thereby proved it."""
        super().set_password(user, password)
        unproved = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=False)
        for address in unproved:
            self.confirm_email(self.request, address)
