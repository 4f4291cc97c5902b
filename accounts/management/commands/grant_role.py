"""`manage.py grant_role`: any role to any person, on the record."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.granting import grant_role
from accounts.models import Membership, Organisation, Unit, User
from accounts.states import Role
from foundation.errors import Refused
from records.actors import PORTAL


class Command(BaseCommand):
    help = "授予身份"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("role", choices=Role.values)
        parser.add_argument("--unit", metavar="ABBR", help="推荐单位简码，如 SC")
        parser.add_argument("--organisation", metavar="CODE", help="统一社会信用代码")
        parser.add_argument("--json", action="store_true")

    def handle(self, *, email: str, role: str, **options: Any) -> None:
        try:
            membership = self._grant(email, Role(role), options)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        facts = {"membership": membership.pk, "email": email, "role": role, "unit": options["unit"]}
        text = json.dumps(facts) if options["json"] else f"{email} 现在是：{membership}"
        self.stdout.write(text)

    def _grant(self, email: str, role: Role, options: dict[str, Any]) -> Membership:
        user = _one(User.objects.filter(email__iexact=email), f"没有邮箱为 {email} 的用户，请先注册")
        unit, organisation = None, None
        if abbr := options["unit"]:
            unit = _one(Unit.objects.filter(abbr=abbr.upper()), f"没有简码为 {abbr} 的推荐单位")
        if code := options["organisation"]:
            organisation = _one(Organisation.objects.filter(code=code), f"没有代码为 {code} 的机构")
        return grant_role(user, role, by=PORTAL, unit=unit, organisation=organisation)


def _one(queryset: Any, complaint: str) -> Any:
    found = queryset.first()
    if found is None:
        raise CommandError(complaint)
    return found
