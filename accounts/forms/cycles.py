"""What the centre's lead sets for a year."""

from typing import Any

from django import forms

from accounts.forms.people import DeskForm
from accounts.models import Cycle
from foundation.fields import LineField
from foundation.marking import MOST, WHOLE

SPARE_ROWS, MOST_ROWS = 2, 10  # of the rubric: empty ones below it; criteria at the most
_LABEL_LENGTH = 20
_PLAIN = (
    *("issuer", "lists_at_acceptance", "readings", "stale_after"),
    *("second_opinion_from", "most_spread", "recommended_from"),
)


class CycleForm(DeskForm):
    """`rubric` holds the rows of the table, each of three fields: what is left empty is no row."""

    optional_names = ("second_opinion_from",)

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
    readings = forms.IntegerField(
        label="入库前审读次数",
        min_value=0,
        max_value=2,
        help_text="火炬中心在入库前要有几个人审读过，0 到 2；0 就是不要求",
    )
    stale_after = forms.IntegerField(
        label="多少个月没有更新算久未更新",
        min_value=1,
        max_value=120,
        help_text="到时列入“久未更新”，请持有人更新信息表或确认仍然有效",
    )
    second_opinion_from = forms.DecimalField(
        label="双人评价起点（万元）",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="要价或融资达到这个数的成果，由两个人分别评价；不填，都由一个人评价。已开始的评价不变",
    )
    most_spread = forms.IntegerField(
        label="评价分歧上限",
        min_value=0,
        max_value=50,
        help_text="两份总分的离散度（标准差，百分制）超过它就复议，由第三个人评价，取中位数。随即生效",
    )
    recommended_from = forms.IntegerField(
        label="推荐最低分",
        min_value=0,
        max_value=WHOLE,
        help_text="专业评价低于它的成果不能推荐。已经推荐的不变",
    )

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = cycle.rubric
        self.row_count = min(len(self.rubric) + SPARE_ROWS, MOST_ROWS)
        for at in range(self.row_count):
            self.fields |= _fields_of_row(at)
        self.initial = {**self.initial_of(cycle), **self.initial}

    @staticmethod
    def initial_of(cycle: Cycle) -> dict[str, Any]:
        rows = {
            f"{name}_{at}": one[name]
            for at, one in enumerate(cycle.rubric)
            for name in ("label", "weight", "floor")
        }
        return {**{name: getattr(cycle, name) for name in _PLAIN}, **rows}

    @property
    def general(self) -> list[Any]:
        return [self[name] for name in _PLAIN[:4]]

    @property
    def judging(self) -> list[Any]:
        return [self[name] for name in _PLAIN[4:]]

    @property
    def rows(self) -> list[list[Any]]:
        names = ("label", "weight", "floor")
        return [[self[f"{name}_{at}"] for name in names] for at in range(self.row_count)]

    @property
    def settings(self) -> dict[str, Any]:
        """The columns of the cycle."""
        said = self.cleaned_data
        return {**{name: said[name] for name in _PLAIN}, "rubric": self._rubric_said()}

    def _rubric_said(self) -> list[dict[str, Any]]:
        """A criterion keeps its key as long as it keeps its place."""
        said, taken = self.cleaned_data, {one["key"] for one in self.rubric}
        fresh = (f"c{number}" for number in range(1, 100) if f"c{number}" not in taken)
        keys = [*(one["key"] for one in self.rubric), *(next(fresh) for _ in range(SPARE_ROWS))]
        return [
            {
                "key": keys[at],
                "label": said[f"label_{at}"],
                "weight": said[f"weight_{at}"] or 0,
                "floor": said[f"floor_{at}"] or 0,
            }
            for at in range(self.row_count)
            if said[f"label_{at}"] or said[f"weight_{at}"]
        ]


def _fields_of_row(at: int) -> dict[str, forms.Field]:
    number = at + 1
    points: dict[str, Any] = {"required": False, "min_value": 0}
    return {
        f"label_{at}": LineField(label=f"指标 {number}", max_length=_LABEL_LENGTH, required=False),
        f"weight_{at}": forms.IntegerField(label=f"指标 {number} 分值", max_value=WHOLE, **points),
        f"floor_{at}": forms.IntegerField(
            label=f"指标 {number} 最低要求（0 到 {MOST}）", max_value=MOST, **points
        ),
    }
