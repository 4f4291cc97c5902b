"""A posting as others read it, and how it stands for its own people."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from matching.columns.words import amount_of, field_names, level_of, mode_names
from matching.models import Posting
from matching.renewing import WARNED
from matching.states import PostingStatus, Reach, VersionStatus


@dataclass(frozen=True)
class Face:
    """What anybody may read. Of an anonymous one nothing here says whose it is."""

    posting: Posting
    today: date

    @property
    def owner(self) -> str:
        return self.posting.shown_owner

    @property
    def texts(self) -> list[str]:
        """In which a list shows what was found."""
        return self.posting.texts

    @property
    def is_anonymous(self) -> bool:
        return self.posting.reach == Reach.ANONYMOUS

    @property
    def stock_code(self) -> str:
        return "" if self.is_anonymous else self.posting.stock_code

    @property
    def field(self) -> str:
        return field_names().get(self.posting.field_id or "", "")

    @property
    def modes(self) -> list[str]:
        names = mode_names()
        return [names.get(code, code) for code in self.posting.modes]

    @property
    def amount(self) -> str:
        return amount_of(self.posting.budget, is_open=self.posting.budget_open)

    @property
    def level(self) -> str:
        return level_of(self.posting.trl_floor)

    @property
    def days_left(self) -> int | None:
        """None without an end; the last day has none left and is still one of them."""
        until = self.posting.valid_until
        return (until - self.today).days if until else None

    @property
    def is_ending(self) -> bool:
        return self.days_left is not None and self.days_left <= WARNED.days


@dataclass(frozen=True)
class Line:
    """A posting in the list of its own people: where it stands, and what to do next. It comes from
    `queries.desks.with_standing`."""

    posting: Any
    today: date

    @property
    def title(self) -> str:
        return self.posting.typed_title or str(self.posting)

    @property
    def is_waiting(self) -> bool:
        return self.posting.version_status == VersionStatus.SUBMITTED

    @property
    def is_returned(self) -> bool:
        return self.posting.version_status == VersionStatus.RETURNED and self.is_editable

    @property
    def is_editable(self) -> bool:
        return self.posting.status in PostingStatus.editable and not self.is_waiting

    @property
    def is_changed(self) -> bool:
        """Something was typed since it was handed in last."""
        return self.is_editable and self.posting.revision != self.posting.submitted

    @cached_property
    def state(self) -> tuple[str, str, str]:
        """What its badge says, in which tone, and what to do next."""
        status = self.posting.status
        if status in _OVER:
            return _OVER[status]
        if self.is_waiting or self.is_returned:
            return self._state_of_version
        if status == PostingStatus.PUBLISHED and self._is_past:
            return _IDLE[PostingStatus.EXPIRED]
        if status == PostingStatus.PUBLISHED:
            return "已发布", "ok", self._next_of_published
        return _IDLE[status]

    @property
    def _is_past(self) -> bool:
        """Its last day is over; the night closes it."""
        days_left = Face(self.posting, self.today).days_left
        return days_left is not None and days_left < 0

    @property
    def _state_of_version(self) -> tuple[str, str, str]:
        is_out = self.posting.status != PostingStatus.DRAFT
        if self.is_waiting:
            return "更新待审核" if is_out else "待审核", "now", "等审核，要改先撤回"
        return "更新被退回" if is_out else "退回修改", "warn", "按退回意见改，再提交"

    @property
    def _next_of_published(self) -> str:
        if Face(self.posting, self.today).is_ending:
            return "快到期，要继续就延期"
        return "有改动没提交" if self.is_changed else ""

    @property
    def label(self) -> str:
        return self.state[0]

    @property
    def tone(self) -> str:
        return self.state[1]

    @property
    def next(self) -> str:
        return self.state[2]

    @property
    def over(self) -> str:
        """Why it is not matched, and what to do next."""
        return "。".join(part for part in (self.label, self.next) if part) + "。"

    @property
    def days_left(self) -> int | None:
        return Face(self.posting, self.today).days_left if self.is_running else None

    @property
    def is_running(self) -> bool:
        return bool(self.posting.status == PostingStatus.PUBLISHED) and not self._is_past


_IDLE = {
    PostingStatus.DRAFT: ("草稿", "", "填完提交审核"),
    PostingStatus.EXPIRED: ("已到期", "warn", "延期后重新发布"),
}
_OVER = {
    PostingStatus.CLOSED: ("已结束", "", "可以恢复发布"),
    PostingStatus.REMOVED: ("已下架", "bad", "看下架理由，有异议找审核单位"),
    PostingStatus.DROPPED: ("已放弃", "", "可以恢复草稿"),
}
