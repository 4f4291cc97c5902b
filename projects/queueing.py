"""What desks narrow and order a submitted project by, written when its Version comes to stand:
which conditions fail, what material is missing, until when its patents hold."""

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from foundation.search.cutting import vector
from foundation.sql import insert_rows
from projects.conditions import PROVEN
from projects.content import texts_of
from projects.eligibility import proofs_of
from projects.models import QueueRow, Version
from projects.states import AttachmentKind, Source, Verdict
from projects.vocabulary import Basis, Filer, Level, Right, RightState

_CHUNK = 1_000
Content = Mapping[str, Any]


class Lack(TextChoices):
    """Material a unit asks for and does not find, in the order of the sheet. What is only for a
    person to judge (a low level, a low maturity) is the six conditions' question."""

    SUMMARY = "summary", "项目简介"
    ORGANISATION = "organisation", "持有单位"
    TECHNICAL = "technical", "技术资料"
    TESTED = "tested", "指标的测试依据"
    BASIS = "basis", "水平依据"
    REPORT = "report", "水平依据的证明"
    PROOF = "proof", "成熟度的佐证"
    RIGHTS = "rights", "知识产权"
    CERTIFICATE = "certificate", "知识产权证书"
    MANDATE = "mandate", "委托书"


def keep_queue_rows(versions: Sequence[Version]) -> None:
    """In a fixed number of statements; `versions` stand for their projects."""
    rows = [QueueRow(project_id=one.project_id, version=one, **columns_of(one)) for one in versions]
    QueueRow.objects.filter(project__in=[row.project_id for row in rows]).delete()
    if rows:
        insert_rows(rows)


@transaction.atomic
def rebuild_queue() -> int:
    """Of every project that was ever submitted. Returns their number."""
    ids = list(Version.objects.standing().newest().values_list("pk", flat=True))
    for start in range(0, len(ids), _CHUNK):
        keep_queue_rows(list(Version.objects.filter(pk__in=ids[start : start + _CHUNK])))
    return len(ids)


def columns_of(version: Version) -> dict[str, Any]:
    """All that its row says beside whose it is."""
    content = version.content
    return {
        "failing": _numbers(version, Verdict.FAIL),
        "unsure": _numbers(version, Verdict.PERSON),
        "lacks": [lack.value for lack in lacks_of(content)],
        "rights_end": rights_end_of(content),
        "search": vector(texts_of(content)),
    }


def _numbers(version: Version, verdict: Verdict) -> list[int]:
    """Of the six conditions, counted from 1; their order in a version is the notice's."""
    judged = enumerate(version.verdicts, start=1)
    return [number for number, one in judged if one["verdict"] == verdict]


# What is missing


def lacks_of(content: Content) -> list[Lack]:
    """By its content alone. Versions from before the whole sheet lack columns, and so material."""
    return [lack for lack, is_missing in _MISSING.items() if is_missing(content)]


def _has_attached(content: Content, *kinds: AttachmentKind) -> bool:
    return any(one["kind"] in kinds for one in content.get("attachments", ()))


def _lacks_technical(content: Content) -> bool:
    return not _has_attached(content, AttachmentKind.TECHNICAL)


def _lacks_test(content: Content) -> bool:
    return not any(row.get("basis") for row in content.get("indicators", ()))


def _lacks_basis(content: Content) -> bool:
    """未评价 needs none."""
    return content.get("level", "") != Level.UNRATED and not content.get("level_basis")


def _lacks_report(content: Content) -> bool:
    """Whoever says what their level rests on can show it; 自评 has nothing to show."""
    is_claimed = bool(set(content.get("level_basis", ())) - {Basis.SELF})
    return is_claimed and not _has_attached(content, AttachmentKind.REPORT, AttachmentKind.OTHER)


def _lacks_proof(content: Content) -> bool:
    trl = content.get("trl")
    return trl is not None and trl >= PROVEN and not any(proofs_of(_WHOLE | dict(content)))


# Columns that `proofs_of` reads and that versions of old may lack.
_WHOLE: dict[str, Any] = {"indicators": (), "awards": (), "conversions": ()}


def _lacks_certificate(content: Content) -> bool:
    """Of what is said to be granted."""
    is_granted = any(row.get("state") == RightState.GRANTED for row in content.get("rights", ()))
    return is_granted and not _has_attached(content, AttachmentKind.CERTIFICATE)


def _lacks_mandate(content: Content) -> bool:
    """Who files for another shows that they may."""
    is_by_holder = content.get("source") == Source.SELF and content.get("filer") == Filer.HOLDER
    is_on_file = content.get("mandated") or _has_attached(content, AttachmentKind.MANDATE)
    return not is_by_holder and not is_on_file


_MISSING: dict[Lack, Callable[[Content], bool]] = {
    Lack.SUMMARY: lambda content: not content.get("summary"),
    Lack.ORGANISATION: lambda content: not content.get("organisation"),
    Lack.TECHNICAL: _lacks_technical,
    Lack.TESTED: _lacks_test,
    Lack.BASIS: _lacks_basis,
    Lack.REPORT: _lacks_report,
    Lack.PROOF: _lacks_proof,
    Lack.RIGHTS: lambda content: not content.get("rights"),
    Lack.CERTIFICATE: _lacks_certificate,
    Lack.MANDATE: _lacks_mandate,
}


# Until when its patents hold

# 专利法 42: years from the day of application.
_YEARS = {Right.INVENTION: 20, Right.UTILITY: 10, Right.DESIGN: 15}
# A design applied for before the law of 2020 came into force has ten.
_LONGER_DESIGNS_FROM, _YEARS_OF_OLDER_DESIGNS = date(2021, 6, 1), 10
# 申请号 begins with the year of application; before October 2003 with its last two digits.
_NUMBERED = re.compile(r"(?:CN|ZL)*(?:((?:19|20)\d{2})[12389]\d{7}|(\d{2})[12389]\d{5})\.?[\dX]")


def rights_end_of(content: Content) -> date | None:
    """The last day on which one of its granted patents is in force, for all that is known of
    them; None without any, or where of one of them nothing is known."""
    rows = [row for row in content.get("rights", ()) if row.get("state") == RightState.GRANTED]
    ends = [_end_of(row) for row in rows if row.get("kind") in _YEARS]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _end_of(row: Mapping[str, str]) -> date | None:
    """The day before the term of years is full (专利审查指南, 第五部分第九章)."""
    applied = _last_possible(row.get("applied_on") or "") or _by_number(row.get("number") or "")
    if applied is None:
        return None
    years = _YEARS[Right(row["kind"])]
    if row["kind"] == Right.DESIGN and applied < _LONGER_DESIGNS_FROM:
        years = _YEARS_OF_OLDER_DESIGNS
    return _after_years(applied, years) - timedelta(days=1)


def _last_possible(text: str) -> date | None:
    """Of a day as it is written in a sheet: "2021-03-05", or its month alone. What cannot be read
    is not known."""
    try:
        parts = [int(part) for part in text.split("-")]
        if len(parts) == 2:  # noqa: PLR2004 -- a year and a month
            parts.append(calendar.monthrange(*parts)[1])
        return date(*parts)
    except (ValueError, TypeError):
        return None


def _by_number(number: str) -> date | None:
    """Not later than the end of the year that the number tells."""
    match = _NUMBERED.fullmatch("".join(number.upper().split()))
    if match is None:
        return None
    year = int(match[1]) if match[1] else _century(int(match[2]))
    return date(year, 12, 31)


def _century(year: int) -> int:
    return year + (1900 if year >= 85 else 2000)  # noqa: PLR2004 -- the first law is of 1985


def _after_years(day: date, years: int) -> date:
    """The 29th of February is the 1st of March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
