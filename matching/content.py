"""A posting as it is typed, read whole: what it says, what it lacks, where it names its own house.

What is handed in is `content_of`: plain JSON by the columns of Posting, and nothing personal.
"""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import TextChoices

from accounts.models import Organisation
from foundation.errors import Problem
from matching.columns.fields import label_of
from matching.columns.naming import found_in, is_brief, telling_of
from matching.columns.reading import StepSheet, typed_in
from matching.columns.steps import Step, asks_owner, steps_of
from matching.columns.whereabouts import registered_at
from matching.models import Posting, PostingDraft, PostingVersion
from matching.states import Category, PostingKind, Reach

LONGEST = timedelta(days=366)  # that a posting runs
# What others read in any case.
PROSE = ("title", "problem", "key_points", "goal", "keywords", "alias")
_AROUND = 12  # characters


class PostingProblem(TextChoices):
    LACKING = "posting_lacking", "还没有填“{expected}”"
    WRONG = "posting_wrong", "“{expected}”：{found}"
    NO_FIELD = "posting_no_field", "技术类的需求要选“{expected}”，匹配靠它"
    PAST = "posting_past", "“{expected}”已经过了，请改成今天以后的日期"
    FAR = "posting_far", "“{expected}”最晚是 {found}，到期前可以延期"
    ORDER = "posting_order", "“{expected}”不能早于起始日期"
    NO_ALIAS = "posting_no_alias", "选了不显示单位名称，就要填“{expected}”"
    NAMED = "posting_named", "“{expected}”里的“{found}”会让人认出单位。改掉它，或者公开单位名称"
    MAY_NAME = (
        "posting_may_name",
        "“{expected}”里的“{found}”像是单位简称。是就改掉，不是就勾上再提交",
    )
    KNOWN = "posting_known", "单位名称已经公开过，不能再改成匿名。请结束后另发一条匿名的"
    NO_CODE = "posting_no_code", "写了单位名称，还要填“{expected}”"
    ELSEWHERE = "posting_elsewhere", "“{expected}”登记在{found}，请由当地推荐单位填报"


@dataclass(frozen=True)
class Telling:
    """A place of a text that says whose it is, with some of what stands around it; in doubt where
    it is as short as any word."""

    name: str
    label: str
    before: str
    found: str
    after: str

    @property
    def is_doubt(self) -> bool:
        return is_brief(self.found)


@dataclass(frozen=True)
class Standing:
    """A posting as it is typed now, read in all steps; `today` in Shanghai. `on_file` are names
    of organisations by code: who names a code cannot rename its owner."""

    posting: Posting
    draft: PostingDraft | None
    today: date
    on_file: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return steps_of(self.posting)

    @cached_property
    def sheets(self) -> dict[str, StepSheet]:
        kind, draft = self.posting.kind, self.draft
        return {
            step.name: StepSheet(step, kind, typed_in(self.posting, draft, step.names))
            for step in self.steps
        }

    @cached_property
    def values(self) -> dict[str, Any]:
        return {name: v for sheet in self.sheets.values() for name, v in sheet.values.items()}

    @cached_property
    def problems(self) -> list[Problem]:
        """All that keeps it from being handed in, in the order of the steps."""
        found = [problem for step in self.steps for problem in self._problems_in(step)]
        found += [*self._owner_problems(), *self._term_problems(), *self._reach_problems()]
        order = [name for step in self.steps for name in step.names]
        return sorted(found, key=lambda problem: order.index(problem.field))

    @cached_property
    def owner(self) -> tuple[str, str]:
        """Name and code of whose it is, as far as it is known."""
        if asks_owner(self.posting) and (self._says("org_name") or self._is_demand):
            name, code = self.values.get("org_name") or "", self.values.get("org_code") or ""
            return self.on_file.get(code, name), code
        house = self.posting.organisation or _own_house(self.posting)
        return (house.name, house.code) if house else ("", "")

    @cached_property
    def tellings(self) -> list[Telling]:
        """Of what does not show its house: every place that would tell."""
        if self.values.get("reach") != Reach.ANONYMOUS:
            return []
        (name, code), typed = self.owner, self.values.get("org_name") or ""
        stock = self.values.get("stock_code") or ""
        telling = dict.fromkeys([*telling_of(name, code, stock), *telling_of(typed)])
        return _tellings(self.posting.kind, self.values, telling)

    @property
    def doubts(self) -> list[Problem]:
        """Places that may tell whose it is: whoever hands it in says that they do not."""
        found = [telling for telling in self.tellings if telling.is_doubt]
        return [self._problem(PostingProblem.MAY_NAME, one.name, found=one.found) for one in found]

    @property
    def name_on_file(self) -> str:
        """Where it is another than was typed."""
        typed = self.values.get("org_name") or ""
        return self.owner[0] if typed and self.owner[0] != typed else ""

    @property
    def _is_demand(self) -> bool:
        return self.posting.kind == PostingKind.DEMAND

    def _problems_in(self, step: Step) -> Iterable[Problem]:
        sheet = self.sheets[step.name]
        for fault in sheet.faults:
            told = {"expected": fault.label, "found": fault.sentence}
            yield Problem(PostingProblem.WRONG, fault.name, **told)
        for name in sheet.lacking:
            yield self._problem(PostingProblem.LACKING, name)

    def _owner_problems(self) -> Iterable[Problem]:
        if not asks_owner(self.posting):
            return
        code, unit = self.values.get("org_code"), self.posting.unit_id
        if self._says("org_name") and not code and not self._is_demand:
            yield self._problem(PostingProblem.NO_CODE, "org_code")
        place, units = registered_at(code or "")
        if units and unit not in units:
            yield self._problem(PostingProblem.ELSEWHERE, "org_name", found=place)

    def _term_problems(self) -> Iterable[Problem]:
        until, since = self.values.get("valid_until"), self.values.get("wanted_from")
        if self.values.get("category") == Category.TECHNOLOGY and not self._says("field"):
            yield self._problem(PostingProblem.NO_FIELD, "field")
        if until is None:
            return
        if until < self.today:
            yield self._problem(PostingProblem.PAST, "valid_until")
        latest = self.today + LONGEST
        if until > latest:
            yield self._problem(PostingProblem.FAR, "valid_until", found=latest.isoformat())
        if since and until < since:
            yield self._problem(PostingProblem.ORDER, "valid_until")

    def _reach_problems(self) -> Iterable[Problem]:
        if self.values.get("reach") == Reach.ANONYMOUS and not self._says("alias"):
            yield self._problem(PostingProblem.NO_ALIAS, "alias")
        if is_hidden_late(self.posting, self.values.get("reach")):
            yield self._problem(PostingProblem.KNOWN, "reach")
        for telling in self.tellings:
            if not telling.is_doubt:
                yield self._problem(PostingProblem.NAMED, telling.name, found=telling.found)

    def _problem(self, code: PostingProblem, name: str, found: str = "") -> Problem:
        return Problem(code, name, expected=label_of(name, self.posting.kind), found=found)

    def _says(self, name: str) -> bool:
        return bool(self.values.get(name))


def content_of(standing: Standing, house: Organisation) -> dict[str, Any]:
    """Of what is whole: texts, lists of texts, a level, a tick. `house` is whose it is."""
    said = standing.values
    plain = ("title", "category", "problem", "key_points", "goal", "field", "reach", "alias")
    return {
        **{name: said[name] for name in plain},
        "keywords": said["keywords"],
        "modes": said["modes"],
        "trl_floor": said["trl_floor"],
        "budget": "" if said["budget"] is None else str(said["budget"]),
        "budget_open": said["budget_open"],
        "wanted_from": said["wanted_from"].isoformat() if said["wanted_from"] else "",
        "valid_until": said["valid_until"].isoformat(),
        "stock_code": said.get("stock_code") or "",
        "organisation": {"ref": house.ref, "name": house.name, "code": house.code},
    }


def without_house(content: Mapping[str, Any]) -> dict[str, Any]:
    """As a stranger may read it: of an anonymous one, nothing that names whose it is."""
    if content["reach"] != Reach.ANONYMOUS:
        return dict(content)
    named = ("organisation", "stock_code")
    return {name: said for name, said in content.items() if name not in named}


def tellings_of(version: PostingVersion, name_now: str = "") -> list[Telling]:
    """Of a version that does not show its house, every place that would tell, also by the name the
    house has now."""
    said = version.content
    if said["reach"] != Reach.ANONYMOUS:
        return []
    house = said["organisation"]
    telling = telling_of(house["name"], house["code"], said["stock_code"])
    both = dict.fromkeys([*telling, *telling_of(name_now)])
    return _tellings(version.posting.kind, said, both)


def is_hidden_late(posting: Posting, reach: Any) -> bool:
    """Everybody has read whose it is."""
    is_known = posting.code is not None and posting.reach in Reach.named
    return is_known and reach == Reach.ANONYMOUS


def _tellings(kind: str, said: Mapping[str, Any], telling: Iterable[str]) -> list[Telling]:
    wanted = tuple(telling)
    texts = ((name, _text(said.get(name) or "")) for name in PROSE)
    return [
        _telling(name, label_of(name, kind), text, at)
        for name, text in texts
        for at in found_in(text, wanted)
    ]


def _text(value: Any) -> str:
    return "、".join(value) if isinstance(value, list) else str(value)


def _telling(name: str, label: str, text: str, at: tuple[int, int]) -> Telling:
    start, end = at
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return Telling(name, label, before, text[start:end], after)


def write_content(posting: Posting, content: Mapping[str, Any]) -> None:
    """Into the columns of this object; whoever calls writes it, and says whose it is."""
    for name in ("title", "category", "problem", "key_points", "goal", "reach", "stock_code"):
        setattr(posting, name, content[name])
    posting.field_id = content["field"] or None
    posting.alias = content["alias"] if content["reach"] == Reach.ANONYMOUS else ""
    posting.keywords, posting.modes = content["keywords"], content["modes"]
    posting.trl_floor = content["trl_floor"]
    posting.budget = Decimal(content["budget"]) if content["budget"] else None
    posting.budget_open = content["budget_open"]
    since, until = content["wanted_from"], content["valid_until"]
    posting.wanted_from = date.fromisoformat(since) if since else None
    posting.valid_until = date.fromisoformat(until)


def preview_of(posting: Posting, content: Mapping[str, Any]) -> Posting:
    """The posting as it would stand; never saved."""
    shown = copy(posting)
    write_content(shown, content)
    if shown.organisation_id is None:
        house = content["organisation"]
        shown.organisation = Organisation(name=house["name"], code=house["code"])
    return shown


def rough_preview(standing: Standing) -> Posting:
    """Of what is typed so far, whole or not; never saved."""
    shown, said = copy(standing.posting), standing.values
    for name in ("title", "category", "problem", "key_points", "goal", "alias", "stock_code"):
        setattr(shown, name, said.get(name) or "")
    shown.field_id, shown.reach = said.get("field") or None, said.get("reach") or Reach.PUBLIC
    shown.keywords, shown.modes = said.get("keywords") or [], said.get("modes") or []
    for name in ("trl_floor", "budget", "wanted_from", "valid_until"):
        setattr(shown, name, said.get(name))
    shown.budget_open = bool(said.get("budget_open"))
    name, code = standing.owner
    shown.organisation = Organisation(name=name, code=code)
    return shown


def _own_house(posting: Posting) -> Organisation | None:
    """A unit's own offer is of its department."""
    return posting.custodian.organisation if posting.custodian else None
