"""The plan's way, from an empty form to a formal check. Read this table first."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "未报送"
    SUBMITTED = "submitted", "已报送"
    RETURNED = "returned", "退回补正"
    ACCEPTED = "accepted", "形式审查通过"

    # Handed in: with one receipt that stands.
    handed_in = nonmember(("submitted", "returned", "accepted"))


class EventStatus(models.TextChoices):
    """A roadshow that a plan asks for."""

    PLANNED = "planned", "申报中"
    DROPPED = "dropped", "已取消"


class EventMode(models.TextChoices):
    ON_SITE = "on_site", "线下"
    ONLINE = "online", "线上"
    BOTH = "both", "线下线上结合"


class Task(models.TextChoices):
    """The six tasks of the year, notice 二(一)."""

    COLLECT = "collect", "成果征集"
    DEMAND = "demand", "需求挖掘"
    COACH = "coach", "培训辅导"
    MATCH = "match", "要素对接"
    FOLLOW = "follow", "转化跟踪"
    LIBRARY = "library", "项目入库"


class BudgetItem(models.TextChoices):
    VENUE = "venue", "场地"
    BROADCAST = "broadcast", "直播"
    COACHING = "coaching", "辅导"
    EXPERTS = "experts", "专家"
    PUBLICITY = "publicity", "宣传"
    TRAVEL = "travel", "差旅"
    OTHER = "other", "其他"


class BudgetSource(models.TextChoices):
    PROVINCE = "province", "省级财政"
    CITY = "city", "地市财政"
    ZONE = "zone", "国家高新区"
    OTHER = "other", "其他"


class ExemptionKind(models.TextChoices):
    """What the notice hedges ("原则上") and the centre may grant one unit."""

    EXTENSION = "extension", "延长报送期限"
    EXTRA = "extra", "增加路演场次"


class ExemptionStatus(models.TextChoices):
    GIVEN = "given", "有效"
    REVOKED = "revoked", "已撤销"


class SubmissionStatus(models.TextChoices):
    """One receipt each; the newest counts."""

    STANDING = "standing", "有效"
    REPLACED = "replaced", "已由新的报送替代"
    TAKEN_BACK = "taken_back", "已撤回"


class ScanStatus(models.TextChoices):
    """盖章扫描件 of one version."""

    KEPT = "kept", "已收到"
    REPLACED = "replaced", "已重新上传"


class ScanVerdict(models.TextChoices):
    """What the codes on a scan say of it; a person looks at all but the first."""

    WHOLE = "whole", "各页齐全，与定稿一致"
    MISSING = "missing", "缺页"
    OTHER_VERSION = "other_version", "混有其他版本的页"
    OTHER_YEAR = "other_year", "混有其他年度方案的页"
    OTHER_UNIT = "other_unit", "混有其他单位的页"
    SHEETS_UNREAD = "sheets_unread", "有的页没有读到二维码"
    UNREAD = "unread", "没有读到页码二维码"
    NO_IMAGES = "no_images", "文件里没有页面图像，请人工核对"
    BROKEN = "broken", "文件打不开"


class CallFileStatus(models.TextChoices):
    """通知附件."""

    ATTACHED = "attached", "在通知页"
    REMOVED = "removed", "已移除"


class PrintKind(models.TextChoices):
    LETTER = "letter", "函和工作方案"
    RECEIPT = "receipt", "报送回执"
    RESULT = "result", "结果函"


class CheckVerdict(models.TextChoices):
    """形式审查."""

    ACCEPTED = "accepted", "通过"
    RETURNED = "returned", "退回补正"


class CheckStatus(models.TextChoices):
    STANDING = "standing", "有效"
    REVERSED = "reversed", "已撤销"


P = PlanStatus

#                 verb         from         to           staff         public
PLAN_TRANSITIONS = (
    Transition("open", NOTHING, P.DRAFT, "建立工作方案", "建立工作方案"),
    Transition("freeze", P.DRAFT, P.DRAFT, "定稿", "定稿"),
    Transition("freeze", P.SUBMITTED, P.SUBMITTED, "再次定稿", "再次定稿"),
    Transition("submit", P.DRAFT, P.SUBMITTED, "报送", "报送"),
    Transition("submit", P.SUBMITTED, P.SUBMITTED, "重新报送", "重新报送"),
    Transition("take_back", P.SUBMITTED, P.DRAFT, "撤回报送", "撤回报送"),
    *(Transition("remind", status, status, "催办", "催办") for status in (P.DRAFT, P.RETURNED)),
    Transition("return", P.SUBMITTED, P.RETURNED, "退回补正", "退回补正"),
    Transition("accept", P.SUBMITTED, P.ACCEPTED, "形式审查通过", "形式审查通过"),
    Transition("freeze", P.RETURNED, P.RETURNED, "再次定稿", "再次定稿"),
    Transition("submit", P.RETURNED, P.SUBMITTED, "报送补正", "报送补正"),
    Transition("recheck", P.RETURNED, P.SUBMITTED, "撤销退回", "撤销退回"),
    Transition("recheck", P.ACCEPTED, P.SUBMITTED, "重新审查", "重新审查"),
)

E = EventStatus
EVENT_TRANSITIONS = (
    Transition("add", NOTHING, E.PLANNED, "增加一场路演", "增加一场路演"),
    Transition("drop", E.PLANNED, E.DROPPED, "取消这一场", "取消这一场"),
    # As it was handed in, when a plan is returned to be mended elsewhere.
    Transition("reset", E.PLANNED, E.DROPPED, "恢复到报送时", "恢复到报送时"),
    Transition("reset", E.DROPPED, E.PLANNED, "恢复到报送时", "恢复到报送时"),
)

PLAN_VERSION_TRANSITIONS = (Transition("freeze", NOTHING, EXISTS, "定稿", "定稿"),)

X = ExemptionStatus
EXEMPTION_TRANSITIONS = (
    Transition("grant", NOTHING, X.GIVEN, "准予例外", "准予例外"),
    Transition("revoke", X.GIVEN, X.REVOKED, "撤销例外", "撤销例外"),
)

S = SubmissionStatus
SUBMISSION_TRANSITIONS = (
    Transition("file", NOTHING, S.STANDING, "签收", "报送回执"),
    Transition("replace", S.STANDING, S.REPLACED, "由新的报送替代", "由新的报送替代"),
    Transition("take_back", S.STANDING, S.TAKEN_BACK, "撤回", "撤回"),
)

K = ScanStatus
SCAN_TRANSITIONS = (
    Transition("file", NOTHING, K.KEPT, "上传盖章扫描件", "上传盖章扫描件"),
    Transition("replace", K.KEPT, K.REPLACED, "重新上传盖章扫描件", "重新上传盖章扫描件"),
)

F = CallFileStatus
CALL_FILE_TRANSITIONS = (
    Transition("attach", NOTHING, F.ATTACHED, "添加通知附件", "添加通知附件"),
    Transition("remove", F.ATTACHED, F.REMOVED, "移除通知附件", "移除通知附件"),
)

V = CheckStatus
CHECK_TRANSITIONS = (
    Transition("accept", NOTHING, V.STANDING, "形式审查通过", "形式审查通过"),
    Transition("return", NOTHING, V.STANDING, "退回补正", "退回补正"),
    Transition("extend", V.STANDING, V.STANDING, "改补正期限", "改补正期限"),
    Transition("reverse", V.STANDING, V.REVERSED, "撤销审查结论", "撤销审查结论"),
)
