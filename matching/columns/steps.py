"""The four steps in which a posting is typed, and what is asked in each (domain.md 1.1, 需求)."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.models import Posting
from matching.states import PostingKind

# Whose it is, asked of a unit that files for somebody until it is published.
OWNER = ("org_name", "org_code")
CHECK = "check"  # the page after the last step
_DEMAND = ("说清需求", "写给没听过这件事的人看：缺什么、卡在哪里。")
_OFFER = ("说清供给", "写清能给什么、给谁、怎么申请。")


@dataclass(frozen=True)
class Step:
    """`name` is what addresses carry, `names` what is typed there."""

    name: str
    label: str
    lead: str
    names: tuple[str, ...]


def steps_of(posting: Posting) -> tuple[Step, ...]:
    is_demand = posting.kind == PostingKind.DEMAND
    owner = OWNER if asks_owner(posting) else ()
    said = ("title", "category", "problem", "key_points", "goal")
    what, lead = _DEMAND if is_demand else _OFFER
    deal = ("modes", "budget", "wanted_from", "valid_until")
    return (
        Step("what", what, lead, (*owner, *said)),
        Step("technical", "技术条件", "匹配主要看这一步。", ("field", "keywords", "trl_floor")),
        Step(
            "deal",
            "合作条件",
            "到期前 14 天会提醒你，可以延期。",
            (*deal, "stock_code") if is_demand else deal,
        ),
        Step(
            "reach",
            "公开范围和联系人",
            "联系人不公开，也不写进任何消息，只有你们自己和审核人看得到。",
            ("reach", "alias", "contact_name", "contact_phone"),
        ),
    )


def asks_owner(posting: Posting) -> bool:
    """A unit names whose it is; once published it is known as theirs."""
    return posting.custodian_id is not None and posting.code is None


def names_of(posting: Posting) -> tuple[str, ...]:
    return tuple(name for step in steps_of(posting) for name in step.names)


def step_named(name: str, steps: Iterable[Step]) -> Step | None:
    return next((step for step in steps if step.name == name), None)


def step_with(field: str, steps: Iterable[Step]) -> Step | None:
    return next((step for step in steps if field in step.names), None)
