"""Who `request.user` is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists, OuterRef

from accounts.models import Membership, User
from foundation.clock import Now


class Backend(AuthenticationBackend):
    """allauth's, whose person comes with what every request asks: `asked_at`, what time it is, and
    `has_memberships`, whether there are any to ask for (most people have none)."""

    def get_user(self, user_id: Any) -> User | None:
        memberships = Membership.objects.filter(user=OuterRef("pk"))
        people = User.objects.annotate(asked_at=Now(), has_memberships=Exists(memberships))
        try:
            user = people.get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
