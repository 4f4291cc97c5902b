"""What a unit asks of hosts, and what an organisation offers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from foundation.clock import SHANGHAI, end_of_day
from foundation.fields import LineField, ProseField, ReasonField
from foundation.validators import check_email, check_landline, check_mobile
from projects.columns.fields import CheckedField
from provinces.applying import HostTerms, Offer
from provinces.models import HostApplication, HostCall, PlanEvent
from provinces.states import PartyRole

_NOT_PHONE = "请写手机号，或带区号的座机，如 028-85400001"


class HostCallForm(DeskForm):
    title = LineField(
        label="标题",
        max_length=HostCall._meta.get_field("title").max_length,
        help_text="如“征集集成电路专场承办单位”",
    )
    text = ProseField(
        label="要求",
        max_length=HostCall._meta.get_field("text").max_length,
        help_text="办什么、在哪里、要什么条件、怎样选。公开显示",
        widget=forms.Textarea({"rows": 8}),
    )
    closes_on = forms.DateField(
        label="申请截止",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="当天 24:00 截止，要早于本单位的报送截止",
    )

    @staticmethod
    def initial_of(call: HostCall) -> dict[str, Any]:
        last = (call.closes_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()
        return {"title": call.title, "text": call.text, "closes_on": last}

    @property
    def terms(self) -> HostTerms:
        said = self.cleaned_data
        return HostTerms(said["title"], said["text"], end_of_day(said["closes_on"]))


class ChoiceForm(DeskForm):
    """Why one is picked, or not."""

    reason = ReasonField(
        "对方会看到，选定的理由公开", longest=HostApplication._meta.get_field("reason").max_length
    )


class ApplicationForm(DeskForm):
    """`events` are those the unit's plan asks for; without any there is nothing to choose."""

    optional_names = ("event", "contact_email")

    role = forms.ChoiceField(
        label="申请",
        choices=[(role, PartyRole(role).label) for role in PartyRole.by_application],
        widget=forms.RadioSelect,
    )
    event = forms.ChoiceField(label="哪一场", required=False)
    statement = ProseField(
        label="能做什么",
        max_length=HostApplication._meta.get_field("statement").max_length,
        help_text="场地、人员、经费、办过的活动。第一行写一句话，选定后作为分工写进方案",
        widget=forms.Textarea({"rows": 8}),
    )
    contact_name = LineField(
        label="联系人", max_length=HostApplication._meta.get_field("contact_name").max_length
    )
    contact_phone = LineField(
        label="电话",
        max_length=HostApplication._meta.get_field("contact_phone").max_length,
        help_text="只给征集单位看",
    )
    contact_email = CheckedField(
        check=check_email, label="邮箱", required=False, help_text="只给征集单位看"
    )

    def __init__(self, *args: Any, events: Iterable[PlanEvent], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._events: Mapping[str, PlanEvent] = {event.ref: event for event in events}
        offered = [(ref, str(event)) for ref, event in self._events.items()]
        self.fields["event"].choices = [("", "不限"), *offered]  # type: ignore[attr-defined]  # -- a ChoiceField
        if not offered:
            del self.fields["event"]

    def clean_contact_phone(self) -> str:
        text = self.cleaned_data["contact_phone"]
        verdicts = (check_mobile(text), check_landline(text))
        found = next((verdict.value for verdict in verdicts if verdict.ok), "")
        if not found:
            raise forms.ValidationError(_NOT_PHONE)
        return found

    @property
    def offer(self) -> Offer:
        said = self.cleaned_data
        return Offer(
            PartyRole(said["role"]),
            said["statement"],
            said["contact_name"],
            said["contact_phone"],
            said["contact_email"],
            self._events.get(said.get("event", "")),
        )
