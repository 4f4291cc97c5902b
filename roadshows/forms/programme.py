"""What is filled in to arrange an agenda."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet

from accounts.forms.people import DeskForm
from foundation.fields import LineField
from projects.models import Project
from roadshows.forms.calendar import SeenForm
from roadshows.forms.differing import differing
from roadshows.forms.rooms import RoomField
from roadshows.models import Item, Person, Release, Roadshow, Room
from roadshows.programme import Terms
from roadshows.states import ItemKind, Part, PersonStatus

HOLDER = "holder"  # the project's, who is not noted as a person yet

_OTHERS = [(kind.value, kind.label) for kind in ItemKind if kind != ItemKind.PITCH]
_MOST_TALK, _MOST_BUFFER = 600, 240
_NOT_OFFERED = "勾选的项目里有的不能列入了，请看看最新的名单，重新勾选"


def _minutes(label: str, least: int, most: int, **rest: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        validators=[
            MinValueValidator(least, f"最少 {least} 分钟"),
            MaxValueValidator(most, f"最多 {most} 分钟"),
        ],
        widget=forms.NumberInput({"min": least, "max": most, "inputmode": "numeric"}),
        **rest,
    )


class MoveForm(SeenForm):
    """`to` is the place it goes to, counted from 1."""

    to = forms.IntegerField(min_value=1)


class BeginsForm(SeenForm):
    begins = forms.TimeField(
        label="开始时间", widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )


class LineupForm(SeenForm):
    """The ticks of one page of the list: keys of projects. Only those are read."""

    projects = forms.ModelMultipleChoiceField(
        Project.objects.none(),
        label="项目",
        required=False,
        error_messages={"invalid_choice": _NOT_OFFERED, "invalid_pk_value": _NOT_OFFERED},
    )

    def __init__(self, *args: Any, offered: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = offered  # type: ignore[attr-defined]  # -- a ModelChoiceField

    def clean_projects(self) -> list[Project]:
        """As they were ticked."""
        ticked = self.data.getlist("projects")  # type: ignore[attr-defined]  # -- as a browser sends it
        return sorted(self.cleaned_data["projects"], key=lambda one: ticked.index(str(one.pk)))


_LONGEST_NOTE = Release._meta.get_field("note").max_length


class ReleaseForm(DeskForm):
    """`seen` is the fingerprint of the preview."""

    optional_names = ("note",)

    seen = forms.CharField(label="看到的预览", max_length=16, widget=forms.HiddenInput)
    note = LineField(
        label="说明",
        max_length=_LONGEST_NOTE,
        required=False,
        help_text=f"写给收到消息的人。最多 {_LONGEST_NOTE} 字",
    )


class ItemForm(SeenForm):
    """`people` may be chosen, each for one part; `holder` names the project's, where they are not
    among them."""

    optional_names = ("fixed_at", "room", *Part.values)

    kind = forms.ChoiceField(label="类别", choices=_OTHERS)
    title = LineField(label="名称", max_length=Item._meta.get_field("title").max_length)
    talk = _minutes("讲（分钟）", 1, _MOST_TALK)
    questions = _minutes("答（分钟）", 0, _MOST_TALK)
    buffer = _minutes("之后间隔（分钟）", 0, _MOST_BUFFER, help_text="换场、调设备")
    fixed_at = forms.TimeField(
        label="固定开始",
        required=False,
        help_text="不填就接在同一会场的前一项之后",
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    room = RoomField(
        Room.objects.none(), label="会场", empty_label="主会场", required=False, to_field_name="ref"
    )

    def __init__(
        self,
        *args: Any,
        roadshow: Roadshow,
        people: Sequence[Person],
        is_pitch: bool = False,
        holder: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._people = {person.ref: person for person in people}
        rooms = Room.objects.filter(unit=roadshow.unit_id)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]  # -- a ModelChoiceField
        if is_pitch:
            del self.fields["kind"], self.fields["title"]
        offered = [(one.ref, _name(one)) for one in people]
        suggested = [(HOLDER, f"{holder}（项目持有人）")] if holder else []
        for part in Part:
            choices = [*(suggested if part == Part.SPEAKER else []), *offered]
            if choices:
                self.fields[part.value] = forms.MultipleChoiceField(
                    label=part.label,
                    choices=choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    @staticmethod
    def initial_of(item: Item) -> dict[str, Any]:
        by_part: dict[str, list[str]] = {part.value: [] for part in Part}
        for one in item.appearances.all():
            if one.person.status == PersonStatus.KNOWN:
                by_part[one.part].append(one.person.ref)
        names = ("kind", "title", "talk", "questions", "buffer", "fixed_at", "room")
        return {**{name: getattr(item, name) for name in names}, **by_part}

    def differing(self, item: Item) -> list[tuple[str, str]]:
        """Labels and the words that stand now, where something else was typed."""
        return differing(self, self.initial_of(item))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        seen: set[str] = set()
        for part in Part:
            chosen = cleaned.get(part.value) or []
            twice = [self._people[ref] for ref in chosen if ref in seen]
            seen |= set(chosen)
            if twice:
                names = "、".join(map(str, twice))
                self.add_error(part.value, f"{names}在这一项已有别的角色，一人只选一个")
        return cleaned

    @property
    def wants_holder(self) -> bool:
        return HOLDER in (self.cleaned_data.get(Part.SPEAKER.value) or [])

    def terms(self, holder: Person | None = None) -> Terms:
        """With the project's holder as a speaker, where they were chosen."""
        said = self.cleaned_data
        people = {
            self._people[ref]: part
            for part in Part
            for ref in said.get(part.value) or []
            if ref != HOLDER
        }
        if holder is not None:
            people[holder] = Part.SPEAKER
        return Terms(
            talk=said["talk"],
            questions=said["questions"],
            buffer=said["buffer"],
            kind=said.get("kind", ""),
            title=said.get("title", ""),
            fixed_at=said["fixed_at"],
            room=said["room"],
            people=people,
        )


def _name(person: Person) -> str:
    return f"{person}，{person.employer}" if person.employer else str(person)
