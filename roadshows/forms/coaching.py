"""What is filled in about coaching: sessions, what was said, how long a rehearsal took."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, RegexValidator

from accounts.forms.people import DeskForm
from foundation.clock import SHANGHAI
from foundation.fields import LineField, ProseField, ReasonField
from foundation.refs import ALPHABET, LENGTH
from foundation.uploads import TAKEN, Purpose
from projects.models import Project
from roadshows.forms.seen import ChangeForm
from roadshows.models import Person, Rehearsal, Remark, Roadshow, Room, Session
from roadshows.rehearsing import Run
from roadshows.seeing import seen_of_session
from roadshows.sessions import Plan
from roadshows.states import DeckKind, PersonStatus, RoadshowStatus, SessionKind

ACCEPTED = ",".join(f".{form}" for form in TAKEN[Purpose.DOCUMENT])
_LATEST = MaxValueValidator(datetime(2099, 12, 31, tzinfo=SHANGHAI))
_MOST_SECONDS = 36_000


def _moment(label: str) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, validators=[_LATEST])


class SessionForm(ChangeForm):
    """Of what the unit has: `projects` are those it may be about."""

    optional_names = ("roadshow", "room", "link")

    kind = forms.ChoiceField(label="类别", choices=SessionKind)
    title = LineField(label="名称", max_length=Session._meta.get_field("title").max_length)
    starts_at = _moment("开始")
    ends_at = _moment("结束")
    room = forms.ModelChoiceField(
        Room.objects.none(), label="会场", required=False, empty_label="不在会场，线上"
    )
    link = forms.URLField(
        label="线上地址",
        required=False,
        max_length=Session._meta.get_field("link").max_length,
        assume_scheme="https",
        help_text="会场和线上地址至少有一样。参加的人都会收到",
    )
    roadshow = forms.ModelChoiceField(
        Roadshow.objects.none(), label="为哪场路演", required=False, empty_label="不为某一场"
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label="辅导老师",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="在“路演人员”里登记过的人，有账号的会收到消息。不在本单位和受托机构的老师看不到材料，请另外发给他",
    )
    projects = forms.ModelMultipleChoiceField(
        Project.objects.none(),
        label="成果",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="今年推荐的和排进议程的成果。别的成果，从它的辅导页安排",
    )

    def __init__(self, *args: Any, unit: str, projects: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Person.objects.filter(unit=unit, status=PersonStatus.KNOWN)
        ahead = Roadshow.objects.filter(unit=unit, status__in=RoadshowStatus.ahead)
        self._offer("room", Room.objects.filter(unit=unit))
        self._offer("roadshow", ahead)
        self._offer("people", known)
        rows = Project.objects.filter(pk__in=projects, submitted_at__isnull=False)
        self._offer("projects", rows.order_by("title", "pk"))

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]  # -- of a model

    @staticmethod
    def initial_of(session: Session) -> dict[str, Any]:
        names = ("kind", "title", "starts_at", "ends_at", "room", "link", "roadshow")
        facts = {name: getattr(session, name) for name in names}
        several = {"people": session.coaches.all(), "projects": session.projects.all()}
        return {**facts, **several, "seen": seen_of_session(session)}

    @property
    def plan(self) -> Plan:
        said = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        several = {name: list(said[name]) for name in ("people", "projects")}
        return Plan(**{**said, "kind": SessionKind(said["kind"]), **several})


class HoldForm(DeskForm):
    """`session` is what was held."""

    optional_names = ("present",)

    present = forms.ModelMultipleChoiceField(
        Project.objects.none(),
        label="到场的成果",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="每项都会记入“已享服务”",
    )
    summary = ProseField(
        label="小结",
        max_length=Session._meta.get_field("summary").max_length,
        help_text="讲了什么、接下来改什么。参加的人会看到，最多 2000 字",
        widget=forms.Textarea({"rows": 5}),
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        projects = session.projects.all()
        self.fields["present"].queryset = projects  # type: ignore[attr-defined]  # -- of a model
        self.initial.setdefault("present", [project.pk for project in projects])


class CancelForm(DeskForm):
    reason = ReasonField("参加的人会看到", label="为什么取消")


class RemarkForm(DeskForm):
    text = ProseField(
        label="意见",
        max_length=Remark._meta.get_field("text").max_length,
        help_text="写清在哪一页、要改成什么样。一条意见说一件事，最多 1000 字",
        widget=forms.Textarea({"rows": 4}),
    )


class AnswerForm(DeskForm):
    answer = ProseField(
        label="答复",
        max_length=Remark._meta.get_field("answer").max_length,
        help_text="改了什么、在哪一页；或者为什么不改。最多 1000 字",
        widget=forms.Textarea({"rows": 3}),
    )


class DeckForm(DeskForm):
    """A file that is sent whole."""

    file = forms.FileField(label="文件", widget=forms.FileInput({"accept": ACCEPTED}))


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=DeckKind, required=False)

    @property
    def chosen(self) -> DeckKind:
        return DeckKind((self.is_valid() and self.cleaned_data["kind"]) or DeckKind.PLAN)


def _seconds(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=_MOST_SECONDS,
        widget=forms.NumberInput({"inputmode": "numeric"}),
    )


class RehearsalForm(DeskForm):
    """Seconds; by the timer, or typed where there is no script."""

    optional_names = ("remark",)

    ref = forms.CharField(
        widget=forms.HiddenInput,
        validators=[RegexValidator(rf"^[{ALPHABET}]{{{LENGTH}}}\Z")],
    )
    talk = _seconds("讲了多少秒")
    questions = _seconds("答了多少秒")
    remark = ProseField(
        label="小结",
        required=False,
        max_length=Rehearsal._meta.get_field("remark").max_length,
        help_text="哪里讲慢了、哪些问题没答好。最多 500 字",
        widget=forms.Textarea({"rows": 3}),
    )

    def run(self, talk_limit: int, questions_limit: int) -> Run:
        """Limits in minutes."""
        return Run(
            **self.cleaned_data, talk_limit=talk_limit * 60, questions_limit=questions_limit * 60
        )
