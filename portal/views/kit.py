"""The living page of components: each in every state, for whoever builds or checks a page."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.guards import desk_of
from accounts.states import Role
from foundation.fields import LineField, ProseField
from foundation.masking import mask_phone
from portal.states import Display

_TOKENS = (
    *(("text", "正文"), ("text-2", "次要正文"), ("text-3", "说明")),
    *(("surface", "面"), ("surface-2", "次级面"), ("surface-ink", "墨底")),
    *(("line", "发丝线"), ("line-strong", "控件边框"), ("fill", "条的底")),
    *(("primary", "常规按钮"), ("torch", "关键按钮"), ("accent", "轨道线")),
    *(("link", "链接"), ("focus", "焦点"), ("data", "数据"), ("mark", "命中词")),
    *(("ok", "完成"), ("warn", "提醒"), ("bad", "错误")),
)
_DAY = datetime(2026, 5, 15, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))


class SampleForm(forms.Form):
    """One field of each kind."""

    optional_names = ("note",)

    title = LineField(label="单行文字", help_text="提示写在输入框下面", max_length=40)
    kind = forms.ChoiceField(label="单选列表", choices=[("", "请选择"), ("a", "甲"), ("b", "乙")])
    note = ProseField(label="多行文字", required=False, widget=forms.Textarea({"rows": 3}))
    proof = forms.FileField(label="上传", help_text="PDF、JPG、PNG，单个不超过 20 MB")
    ways = forms.MultipleChoiceField(
        label="多选",
        choices=[("a", "技术许可"), ("b", "合作开发")],
        widget=forms.CheckboxSelectMultiple,
    )
    side = forms.ChoiceField(
        label="单选", choices=[("a", "愿意"), ("b", "暂不")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="同意公开展示")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = f"请填写“{field.label}”"


class SampleFilter(forms.Form):
    q = LineField(label="关键词", required=False)
    unit = forms.ChoiceField(
        label="推荐单位", choices=[("", "全部"), ("四川", "四川")], required=False
    )


@require_safe
@desk_of(Role.ADMIN)
def kit(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/kit.html", {**_forms(), **_records(), **_colours()})


def _forms() -> dict[str, Any]:
    """The sample form as it comes and as it comes back; a list narrowed by two conditions."""
    narrowed = SampleFilter({"q": "碳化硅", "unit": "四川"}, auto_id="filter-%s")
    narrowed.is_valid()
    return {
        "form": SampleForm(auto_id="fresh-%s"),
        "wrong_form": SampleForm({"title": "长" * 200}, auto_id="wrong-%s"),
        "filter_form": narrowed,
    }


def _records() -> dict[str, Any]:
    """Invented records, and the states a record can be shown in."""
    return {
        "page": Paginator(range(200), 20).page(4),
        "history": [SimpleNamespace(label=label, note=note, at=_DAY) for label, note in _HISTORY],
        "figures": _FIGURES,
        "phone": mask_phone("13800005678"),
        "stations": [("提交", 240), ("初审通过", 180), ("入库", 120), ("公开展示", 30)],
        "statuses": [
            ("", "草稿"),
            ("now", "待初审"),
            ("ok", "已入库"),
            ("warn", "待补正"),
            ("bad", "未通过"),
        ],
        "tones": [
            ("", "新材料"),
            ("zhu", "推荐"),
            ("qing", "进行中"),
            ("lv", "已签约"),
            ("huang", "待补正"),
            ("line", "草稿"),
        ],
    }


_HISTORY = (("提交初审", ""), ("退回", "请补充专利号"), ("提交初审", ""))
_FIGURES = [
    {"label": "待初审", "value": 31, "unit": "项", "note": "最早一项已等 4 天"},
    {"label": "已入库", "value": 1418, "unit": "项", "note": "截至今天 8:00"},
    {"label": "公开展示", "value": 0, "unit": "项", "note": "持有人同意后计入"},
]


def _colours() -> dict[str, Any]:
    return {
        "modes": [("", "标准、大字"), (Display.CONTRAST, "高对比、长者"), (Display.DARK, "深色")],
        "tokens": _TOKENS,
    }
