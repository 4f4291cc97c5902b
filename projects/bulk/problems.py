"""What may be wrong with an order for many."""

from collections.abc import Iterable

from django.db.models import TextChoices

from foundation.errors import Problem

MOST = 20_000  # projects of one order


class BulkProblem(TextChoices):
    NOTHING = "nothing", "没有选中成果。请回到列表勾选"
    TOO_MANY = "too_many", "一次最多办理 {expected} 项。请先筛选，分几次办"
    CHANGED = "changed", "这会儿清单有变化，现在是 {found} 项。请再看一遍，再确认"
    ROLE_ENDED = "role_ended", "办理人的身份已经终止，没有办。请由现任的人重新办理"
    TYPING = "typing", "还有填了没写入的内容。请打开它核对，单独提交"


def size_problems(count: int) -> list[Problem]:
    if not count:
        return [Problem(BulkProblem.NOTHING)]
    return [Problem(BulkProblem.TOO_MANY, expected=str(MOST))] if count > MOST else []


def sentences_of(problems: Iterable[Problem]) -> list[str]:
    return [problem.sentence for problem in problems]
