"""Who `request.user` is."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from foundation.clock import Now


class Backend(AuthenticationBackend):
    """allauth's, whose person comes with `asked_at`: every request asks what time it is."""

    def get_user(self, user_id: Any) -> User | None:
        try:
            user = User.objects.annotate(asked_at=Now()).get(pk=user_id)
        except User.DoesNotExist:
            return None
        return user if self.user_can_authenticate(user) else None
