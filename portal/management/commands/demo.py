"""`manage.py demo`: a small believable country, as often as one likes."""

from typing import Any

from foundation.commands import PortalCommand
from portal.country import make_country


class Command(PortalCommand):
    help = "生成演示数据与演示账号，可重复执行"

    def carry_out(self, **options: Any) -> dict[str, Any]:
        return make_country()

    def words_of(self, facts: dict[str, Any]) -> str:
        lines = [f"{account['email']}  {account['role']}" for account in facts["accounts"]]
        return "\n".join([f"成果 {facts['achievements']} 项", *lines, f"密码 {facts['password']}"])
