"""What can be wrong is a value (`Problem`); what must not happen is raised (`Refused`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus

from django.db import models


class GeneralProblem(models.TextChoices):
    """Faults of a request that belong to no room. The label is the sentence people read."""

    BAD_REQUEST = "bad_request", "这个请求读不懂。请回到上一页再试"
    TOO_LARGE = "too_large", "提交的内容太大。请缩短文字或减少附件，分几次提交"
    TOO_MANY_FIELDS = "too_many_fields", "提交的栏目太多。请分几次提交"
    CSRF = "csrf", "页面停留太久，没有保存。请回到上一页刷新后再提交"
    NOT_ALLOWED = "not_allowed", "你现在的身份不能做这一步。请换一个身份，或联系本单位负责人"
    NOT_FOUND = "not_found", "没有这一页，或者你看不到它。请检查网址，或从首页重新进入"
    METHOD = "method", "这个网址不接受这种操作。请回到上一页再试"
    FAULT = "fault", "系统出错，没有完成。请稍后再试；还不行，请把错误编号告诉我们"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, as data; words are made only at the edge.

    `code` is a member of a TextChoices whose label is a `str.format` template over the other
    fields; `clause` names the rule it comes from, such as 五(一)4.
    """

    code: models.TextChoices
    field: str = ""
    clause: str = ""
    expected: str = ""
    found: str = ""

    @property
    def sentence(self) -> str:
        return str(self.code.label).format(
            field=self.field, clause=self.clause, expected=self.expected, found=self.found
        )

    def as_dict(self) -> dict[str, str]:
        return {
            "code": str(self.code.value),
            "field": self.field,
            "clause": self.clause,
            "expected": self.expected,
            "found": self.found,
            "sentence": self.sentence,
        }


class Refused(Exception):  # noqa: N818 -- the domain's word: the portal refuses, nothing is broken
    """An order that was not carried out: nothing changed, nothing recorded, nothing sent."""

    def __init__(
        self, problems: Iterable[Problem], *, status: HTTPStatus = HTTPStatus.CONFLICT
    ) -> None:
        self.problems = tuple(problems)
        self.status = status
        super().__init__("；".join(problem.sentence for problem in self.problems))


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise Refused (422) when there is anything wrong."""
    found = tuple(problems)
    if found:
        raise Refused(found, status=HTTPStatus.UNPROCESSABLE_ENTITY)
