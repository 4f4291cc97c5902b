"""An interest as whoever sent it reads it, and as whoever answers does."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from foundation.text import grouped, in_wan
from matching.models import Posting
from matching.states import InterestKind, InterestReason, InterestStatus as S
from matching.views.addresses import address_of
from projects.models import Project
from records.retracting import WITHIN

_AS_ASKER = {
    S.SENT: ("等待对方答复", ""),
    S.QUESTIONED: ("对方有疑问，等你回答", "warn"),
    S.INTRODUCED: ("已对接", "ok"),
    S.DECLINED: ("对方未接受", ""),
    S.EXPIRED: ("已过期", ""),
    S.TAKEN_BACK: ("已撤回", ""),
}
_AS_ANSWERER = {
    S.SENT: ("等你答复", "now"),
    S.QUESTIONED: ("等对方回答", ""),
    S.AGREED: ("已同意，10 分钟内可撤回", "ok"),
    S.INTRODUCED: ("已对接", "ok"),
    S.DECLINED: ("未接受", ""),
    S.EXPIRED: ("已过期", ""),
    S.TAKEN_BACK: ("对方已撤回", ""),
}


@dataclass(frozen=True, slots=True)
class InterestFace:
    """`interest` comes from `queries.interests`; one's own with what may be told of it."""

    interest: Any
    is_own: bool

    @property
    def status(self) -> str:
        return str(self.interest.told if self.is_own else self.interest.status)

    @property
    def label(self) -> str:
        return self._state[0]

    @property
    def tone(self) -> str:
        return self._state[1]

    @property
    def title(self) -> str:
        return str(self.interest)

    @property
    def url(self) -> str:
        return reverse("interest", args=[self.interest.ref])

    @property
    def target_url(self) -> str:
        return address_of(self.interest.target)

    @property
    def talk_url(self) -> str:
        return reverse("introduction", args=[self.interest.ref])

    @property
    def kind(self) -> str:
        return str(InterestKind(self.interest.kind).label)

    @property
    def who(self) -> str:
        """Who asked, as whoever answers may know it."""
        if self.is_taken_back and not self.is_own:
            return "已撤回"
        return self._veiled_name or str(self.interest.person.name)

    @property
    def house(self) -> str:
        if self._veiled_name:
            return "对接后才知道是谁"
        if self.is_taken_back and not self.is_own:
            return ""
        house = self.interest.organisation or self.interest.person.organisation
        return house.name if house else ""

    @property
    def named(self) -> tuple[str, str] | None:
        """Title and address of what it is asked in the name of."""
        one: Project | Posting | None = self.interest.named
        return (str(one), address_of(one)) if one is not None else None

    @property
    def amount(self) -> str:
        low, high = self.interest.amount_low, self.interest.amount_high
        if low is not None and high is not None:
            return in_wan(low) if low == high else f"{grouped(low)}–{in_wan(high)}"
        if low is not None:
            return f"{in_wan(low)}以上"
        return f"{in_wan(high)}以内" if high is not None else ""

    @property
    def answer(self) -> str:
        return str(self.interest.told_answer if self.is_own else self.interest.answer)

    @property
    def reason(self) -> str:
        reason = self.interest.reason
        return str(InterestReason(reason).label) if reason else ""

    @property
    def is_taken_back(self) -> bool:
        return self.status == S.TAKEN_BACK

    @property
    def is_introduced(self) -> bool:
        return self.status == S.INTRODUCED

    @property
    def introduced_from(self) -> datetime | None:
        """When the ten minutes of an agreement are over, as whoever agreed reads it."""
        is_agreed = not self.is_own and self.status == S.AGREED
        return self.interest.agreed_at + WITHIN if is_agreed else None

    @property
    def _state(self) -> tuple[str, str]:
        return (_AS_ASKER if self.is_own else _AS_ANSWERER)[S(self.status)]

    @property
    def _veiled_name(self) -> str:
        if self.is_own or not self.interest.is_veiled:
            return ""
        return str(self.interest.posting.shown_owner)
