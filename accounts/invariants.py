"""What must always be so of people and roles."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, User
from accounts.states import Role, UserStatus
from records.states import NOWHERE


def mixed_control_roles() -> int:
    """三员 exclude one another and all business roles."""
    held = Membership.objects.valid_now()
    control = held.filter(role__in=Role.of_control)
    others = held.filter(user=OuterRef("user")).exclude(role=OuterRef("role"))
    return control.filter(Exists(others)).count()


def demo_accounts_with_other_addresses() -> int:
    demo = User.objects.filter(is_demo=True)
    return demo.exclude(email__endswith="@demo.ztc.cn").count()


def erased_with_something_left() -> int:
    gone = User.objects.filter(status=UserStatus.ERASED)
    is_empty = Q(name="", phone="", organisation=None, email__endswith=f"@{NOWHERE}")
    return gone.exclude(is_empty).count() + EmailAddress.objects.filter(user__in=gone).count()


INVARIANTS = {
    "三员与其他身份互斥": mixed_control_roles,
    "演示账号只用演示邮箱": demo_accounts_with_other_addresses,
    "注销的账号不留个人信息": erased_with_something_left,
}
