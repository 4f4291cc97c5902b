"""People of a unit as a browser sends them."""

from typing import Any

from django import forms

from accounts.models import Unit
from foundation.fields import LineField
from foundation.validators import check_email
from projects.columns.fields import CheckedField
from roadshows.casting import Noted, account_at
from roadshows.forms.seen import ChangeForm
from roadshows.models import Person
from roadshows.seeing import seen_of_person


class PersonForm(ChangeForm):
    """With an account, or told the address of one."""

    optional_names = ("employer", "duty", "email")

    name = LineField(label="姓名", max_length=Person._meta.get_field("name").max_length)
    employer = LineField(
        label="工作单位", max_length=Person._meta.get_field("employer").max_length, required=False
    )
    duty = LineField(
        label="职务", max_length=Person._meta.get_field("duty").max_length, required=False
    )
    email = CheckedField(
        check=check_email,
        label="账号邮箱",
        required=False,
        help_text="填了就关联平台账号，日程有变会通知本人。限本单位成果的持有人、本单位和受托机构的账号",
    )
    unlinks = forms.BooleanField(label="取消关联账号", required=False, help_text="以后不再通知本人")

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        del self.fields["email" if person and person.user_id else "unlinks"]

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        said = {name: getattr(person, name) for name in Person.PERSONAL}
        return {**said, "seen": seen_of_person(person)}

    def who(self, unit: Unit) -> Noted:
        """Raises Refused: nobody near the unit has this address (422)."""
        said = self.cleaned_data
        email, kept = said.get("email"), None
        if self._person and not said.get("unlinks"):
            kept = self._person.user
        user = account_at(unit, email) if email else kept
        return Noted(said["name"], said["employer"], said["duty"], user)


class PeopleFilter(forms.Form):
    q = forms.CharField(label="姓名或单位", max_length=40, required=False)

    @property
    def wanted(self) -> str:
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))
