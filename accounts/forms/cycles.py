"""What the centre's lead sets for a year."""

from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.models import Cycle
from foundation.fields import LineField


class CycleForm(DeskForm):
    issuer = LineField(
        label="主办单位",
        max_length=Cycle._meta.get_field("issuer").max_length,
        help_text="写在通知和公文里的全称",
    )
    lists_at_acceptance = forms.BooleanField(
        label="初审通过即入库",
        required=False,
        help_text="勾选后，推荐单位通过初审的成果随即得到编号、进入项目库；已在等待的仍由火炬中心入库",
    )

    @staticmethod
    def initial_of(cycle: Cycle) -> dict[str, Any]:
        return {"issuer": cycle.issuer, "lists_at_acceptance": cycle.lists_at_acceptance}
