"""The plan's way, from an empty form to a receipt. Read this table first."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class PlanStatus(models.TextChoices):
    DRAFT = "draft", "未报送"
    SUBMITTED = "submitted", "已报送"


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


class PartyRole(models.TextChoices):
    ORGANISER = "organiser", "主办"
    HOST = "host", "承办"
    CO_HOST = "co_host", "协办"
    SUPPORT = "support", "支撑"

    # What a unit's own call asks for.
    by_application = nonmember(("host", "co_host"))


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


class HostCallStatus(models.TextChoices):
    """A unit asks in its area who would host. That its time is over is no status."""

    OPEN = "open", "征集中"
    CLOSED = "closed", "已结束"


class HostApplicationStatus(models.TextChoices):
    APPLIED = "applied", "已申请"
    PICKED = "picked", "已选定"
    DECLINED = "declined", "未选定"
    WITHDRAWN = "withdrawn", "已撤回"

    # One of an organisation, role and call.
    standing = nonmember(("applied", "picked"))
    decided = nonmember(("picked", "declined"))
    # What a unit gets to see.
    for_unit = nonmember(("applied", "picked", "declined"))


class CallFileStatus(models.TextChoices):
    """通知附件."""

    ATTACHED = "attached", "在通知页"
    REMOVED = "removed", "已移除"


class PrintKind(models.TextChoices):
    LETTER = "letter", "函和工作方案"
    RECEIPT = "receipt", "报送回执"


P = PlanStatus
#                 verb         from         to           staff         public
PLAN_TRANSITIONS = (
    Transition("open", NOTHING, P.DRAFT, "建立工作方案", "建立工作方案"),
    Transition("freeze", P.DRAFT, P.DRAFT, "定稿", "定稿"),
    Transition("freeze", P.SUBMITTED, P.SUBMITTED, "再次定稿", "再次定稿"),
    Transition("submit", P.DRAFT, P.SUBMITTED, "报送", "报送"),
    Transition("submit", P.SUBMITTED, P.SUBMITTED, "重新报送", "重新报送"),
    Transition("take_back", P.SUBMITTED, P.DRAFT, "撤回报送", "撤回报送"),
    Transition("remind", P.DRAFT, P.DRAFT, "催办", "催办"),
)

E = EventStatus
EVENT_TRANSITIONS = (
    Transition("add", NOTHING, E.PLANNED, "增加一场路演", "增加一场路演"),
    Transition("drop", E.PLANNED, E.DROPPED, "取消这一场", "取消这一场"),
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

C = HostCallStatus
HOST_CALL_TRANSITIONS = (
    Transition("open", NOTHING, C.OPEN, "发布征集", "发布征集"),
    Transition("change", C.OPEN, C.OPEN, "更改征集", "更改征集"),
    Transition("close", C.OPEN, C.CLOSED, "结束征集", "结束征集"),
)

A = HostApplicationStatus
HOST_APPLICATION_TRANSITIONS = (
    Transition("apply", NOTHING, A.APPLIED, "申请承办", "申请承办"),
    Transition("withdraw", A.APPLIED, A.WITHDRAWN, "撤回申请", "撤回申请"),
    Transition("pick", A.APPLIED, A.PICKED, "选定", "选定"),
    Transition("pick", A.DECLINED, A.PICKED, "改为选定", "选定"),
    Transition("decline", A.APPLIED, A.DECLINED, "不选", "未选定"),
    Transition("decline", A.PICKED, A.DECLINED, "改为不选", "未选定"),
    *(
        Transition("reveal", status, status, "查看联系方式", "查看联系方式")
        for status in (A.APPLIED, A.PICKED, A.DECLINED)
    ),
    *(Transition("forget", status, status, "抹去联系人", "抹去联系人") for status in A),
)

F = CallFileStatus
CALL_FILE_TRANSITIONS = (
    Transition("attach", NOTHING, F.ATTACHED, "添加通知附件", "添加通知附件"),
    Transition("remove", F.ATTACHED, F.REMOVED, "移除通知附件", "移除通知附件"),
)
