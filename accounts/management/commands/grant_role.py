"""`manage.py grant_role`: any role to any person, on the record."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.choosing import unit_called
from accounts.granting import grant_role
from accounts.models import Organisation, User
from accounts.states import Role
from foundation.commands import PortalCommand
from records.actors import PORTAL


class Command(PortalCommand):
    help = "授予身份"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--unit", default="", metavar="ABBR", help="推荐单位简码，如 SC")
        parser.add_argument("--organisation", default="", metavar="CODE", help="统一社会信用代码")

    def carry_out(self, **options: Any) -> dict[str, Any]:
        email, role = options["email"], options["role"]
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"没有邮箱为 {email} 的用户，请先注册")
        membership = grant_role(
            user,
            Role(role),
            by=PORTAL,
            unit=unit_called(options["unit"]) if options["unit"] else None,
            organisation=_organisation(options["organisation"]),
        )
        return {"email": email, "role": role, "unit": options["unit"], "membership": membership.pk}

    def words_of(self, facts: dict[str, Any]) -> str:
        return f"{facts['email']} 现在是：{Role(facts['role']).label} {facts['unit']}".strip()


def _organisation(code: str) -> Organisation | None:
    if not code:
        return None
    organisation = Organisation.objects.filter(code=code).first()
    if organisation is None:
        raise CommandError(f"没有代码为 {code} 的机构")
    return organisation
