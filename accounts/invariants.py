"""What must always be so of people and roles."""

from django.db.models import Exists, OuterRef

from accounts.models import Membership, User
from accounts.states import Role


def mixed_control_roles() -> int:
    """三员 exclude one another and all business roles."""
    held = Membership.objects.valid_now()
    control = held.filter(role__in=Role.of_control)
    others = held.filter(user=OuterRef("user")).exclude(role=OuterRef("role"))
    return control.filter(Exists(others)).count()


def demo_accounts_with_other_addresses() -> int:
    demo = User.objects.filter(is_demo=True)
    return demo.exclude(email__endswith="@demo.ztc.cn").count()


INVARIANTS = {
    "三员与其他身份互斥": mixed_control_roles,
    "演示账号只用演示邮箱": demo_accounts_with_other_addresses,
}
