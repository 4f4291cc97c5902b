"""What was said of single columns of the first holder's projects in SC: one came back, one was
mended and waits again, one is being read."""

from datetime import timedelta

from foundation import clock
from projects.intake import save_draft, submit
from projects.remarking import note_remark
from projects.screening import send_back
from tests import factories

_TAGLINE = "短路 0.9 微秒内关断，少用一半余量"
_SAID = {
    "summary": "写清楚样片是哪一年做的，\n台架试验在哪两家做的",
    "tagline": "不要写“领先”",
    "indicators": "补国际同类的数值",
    "industry": "请填写",
    "attachments": "补第三方检测报告",
}


def remark_on_projects(cast):
    holder = cast.actors["holder"]
    cast.returned = _returned(cast, holder)
    cast.mended = submit(_mended(_returned(cast, holder), holder), by=holder)
    cast.difference = {"ref": cast.mended.ref, "one": 1, "other": 2}
    cast.same_version = {**cast.difference, "one": 2}
    cast.turned_round = {**cast.difference, "one": 2, "other": 1}
    cast.remarked = {"ref": cast.submitted.ref, "column": "summary"}
    cast.remarked_contact = {"ref": cast.submitted.ref, "column": "contact_mobile"}
    cast.remarked_accepted = {"ref": cast.accepted.ref, "column": "summary"}
    cast.remarked_returned = {"ref": cast.returned.ref, "column": "summary"}
    note_remark(cast.mended, "market", "写明年用量的出处", by=cast.actors["clerk"])


def _returned(cast, holder):
    project = factories.make_project("submitted", holder)
    for column, text in _SAID.items():
        note_remark(project, column, text, by=cast.actors["clerk"])
    rest = {"remarks": "请补测试报告", "due_on": clock.today() + timedelta(days=7)}
    return send_back(project, by=cast.actors["lead"], **rest)


def _mended(project, holder):
    changed = {
        "tagline": _TAGLINE,
        "summary": factories.SUMMARY.replace("样片", "2025 年的样片"),
        "indicators": [
            factories.make_indicator(abroad="1.1 μs"),
            factories.make_row("indicators", name="共模瞬变抗扰度", ours="150 kV/μs"),
        ],
        "level": "intl_advanced",
    }
    return save_draft(project, changed, by=holder)
