"""The achievement's way, from draft to library. Read this table first."""

from enum import nonmember

from django.db import models

from records.states import EXISTS, NOTHING, Transition


class ProjectStatus(models.TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待初审"
    RETURNED = "returned", "退回修改"
    ACCEPTED = "accepted", "初审通过，待入库"
    LISTED = "listed", "已入库"
    DECLINED = "declined", "未通过"
    WITHDRAWN = "withdrawn", "已撤下"

    # Its holder's alone until it is submitted; given up before that it stays so.
    private = nonmember(("draft", "withdrawn"))
    # Open for editing.
    editable = nonmember(("draft", "returned"))
    # A code was given at listing, and is never given to another.
    coded = nonmember(("listed", "withdrawn"))
    # Others work on it: its unit may hand it over, its holder may consent to its display.
    underway = nonmember(("submitted", "returned", "accepted", "listed"))


class Source(models.TextChoices):
    """Who filed it."""

    SELF = "self", "持有人填报"
    UNIT = "unit", "推荐单位代填"
    AGENCY = "agency", "受托机构代填"
    IMPORT = "import", "批量导入"


class Verdict(models.TextChoices):
    PASS = "pass", "符合"
    FAIL = "fail", "不符合"
    PERSON = "person", "需人工核验"


class ClaimStatus(models.TextChoices):
    """认领: a person says that an achievement filed by others is theirs."""

    INVITED = "invited", "已邀请，待本人确认"
    REQUESTED = "requested", "待单位确认"
    CONFIRMED = "confirmed", "已认领"
    DECLINED = "declined", "未认领"

    open = nonmember(("invited", "requested"))


class RecommendationStatus(models.TextChoices):
    GIVEN = "given", "已推荐"
    WITHDRAWN = "withdrawn", "已撤回推荐"


class ServiceKind(models.TextChoices):
    """The five services a listed project enjoys, notice 五(二)."""

    COMPANIES = "companies", "对接上市科技企业、高企、领军企业"
    SUPPORT = "support", "地方科技部门和国家高新区支持"
    ROADSHOW = "roadshow", "参加直通车路演"
    COACHING = "coaching", "路演辅导与培训、商业计划书协助"
    PROMOTION = "promotion", "官方平台及科融通展示推广"


class AttachmentKind(models.TextChoices):
    PLAN = "plan", "商业计划书"
    TECHNICAL = "technical", "技术资料"
    REPORT = "report", "检测报告"
    USE = "use", "应用证明"
    MANDATE = "mandate", "委托书"
    CERTIFICATE = "certificate", "知识产权证书"
    PICTURE = "picture", "图片"
    VIDEO = "video", "视频"
    OTHER = "other", "其他"


class Visibility(models.TextChoices):
    """Who may read an attachment besides those who work on the project; from wide to narrow."""

    PUBLIC = "public", "公开"
    MEMBERS = "members", "登录可见"
    GRANTED = "granted", "授权可见"


class AttachmentStatus(models.TextChoices):
    KEPT = "kept", "在附件里"
    REMOVED = "removed", "已移除"


class GrantStatus(models.TextChoices):
    GIVEN = "given", "已授权"
    REVOKED = "revoked", "已撤回授权"


class ImportStage(models.TextChoices):
    """批量导入: from the file to drafts, and back."""

    READING = "reading", "正在读取"
    REFUSED = "refused", "不能读取"
    MAPPING = "mapping", "待对应列"
    CHECKING = "checking", "正在核对"
    CHECKED = "checked", "待导入"
    TAKING = "taking", "正在导入"
    TAKEN = "taken", "已导入"
    SUBMITTING = "submitting", "正在提交"
    UNDOING = "undoing", "正在撤销"
    UNDONE = "undone", "已撤销"
    DROPPED = "dropped", "已放弃"

    # A worker is at it.
    busy = nonmember(("reading", "checking", "taking", "submitting", "undoing"))
    # Its columns and cells may still be changed.
    open = nonmember(("mapping", "checked"))
    after_taking = nonmember(("taken", "submitting", "undoing", "undone"))
    ended = nonmember(("refused", "taken", "undone", "dropped"))


class ImportTask(models.TextChoices):
    READ = "read", "读取文件"
    CHECK = "check", "核对"
    TAKE = "take", "导入"
    SUBMIT = "submit", "提交审核"
    UNDO = "undo", "撤销"


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", "新建"
    UPDATE = "update", "更新"
    SAME = "same", "无变化"
    DUPLICATE = "duplicate", "重复，将跳过"
    FILED = "filed", "已提交，不更新"
    BAD = "bad", "要修正"
    SKIP = "skip", "不导入"

    taken = nonmember(("new", "update"))
    # What a person may say to do with a row.
    wishes = nonmember(("new", "update", "skip"))


S = ProjectStatus


def _in_each(states: tuple[str, ...], verb: str, staff: str, public: str) -> tuple[Transition, ...]:
    """A move that leaves the state as it is."""
    return tuple(Transition(verb, state, state, staff, public) for state in states)


#                 verb         from         to           staff         public
PROJECT_TRANSITIONS = (
    Transition("open", NOTHING, S.DRAFT, "新建", "新建"),
    *_in_each(S.editable, "save", "保存草稿", "保存草稿"),
    Transition("submit", S.DRAFT, S.SUBMITTED, "提交初审", "提交初审"),
    Transition("submit", S.RETURNED, S.SUBMITTED, "重新提交", "修改后重新提交"),
    Transition("take_back", S.SUBMITTED, S.DRAFT, "撤回提交", "持有人撤回提交"),
    Transition("accept", S.SUBMITTED, S.ACCEPTED, "通过初审", "初审通过"),
    Transition("return", S.SUBMITTED, S.RETURNED, "退回修改", "退回修改"),
    Transition("return", S.ACCEPTED, S.RETURNED, "退回修改", "入库前退回修改"),
    Transition("decline", S.SUBMITTED, S.DECLINED, "不予通过", "初审未通过"),
    Transition("list", S.ACCEPTED, S.LISTED, "入库", "入库"),
    Transition("withdraw", S.LISTED, S.WITHDRAWN, "撤下", "从项目库撤下"),
    Transition("restore", S.WITHDRAWN, S.LISTED, "恢复入库", "恢复入库"),
    Transition("discard", S.DRAFT, S.WITHDRAWN, "放弃草稿", "放弃草稿"),
    Transition("discard", S.RETURNED, S.WITHDRAWN, "放弃填报", "持有人放弃填报"),
    Transition("resume", S.WITHDRAWN, S.DRAFT, "恢复草稿", "恢复草稿"),
    Transition("undo", S.DRAFT, S.WITHDRAWN, "撤销导入", "撤销导入"),
    *_in_each(S.underway, "hand_over", "转交其他单位", "转交其他推荐单位"),
    *_in_each(tuple(S.values), "hold", "认领", "由持有人认领"),
    *_in_each(S.underway, "show", "同意公开展示", "持有人同意公开展示"),
    *_in_each(tuple(S.values), "forget", "抹去联系信息", "抹去联系信息"),
    *_in_each(tuple(S.values), "adopt", "信息表升级", "信息表升级"),
)

VERSION_TRANSITIONS = (Transition("freeze", NOTHING, EXISTS, "定稿", "定稿"),)

C = ClaimStatus
CLAIM_TRANSITIONS = (
    Transition("invite", NOTHING, C.INVITED, "邀请认领", "邀请持有人认领"),
    Transition("request", NOTHING, C.REQUESTED, "申请认领", "持有人申请认领"),
    Transition("confirm", C.INVITED, C.CONFIRMED, "确认是本人的成果", "认领"),
    Transition("confirm", C.REQUESTED, C.CONFIRMED, "确认认领", "单位确认认领"),
    Transition("decline", C.INVITED, C.DECLINED, "不是我的成果", "谢绝认领"),
    Transition("decline", C.REQUESTED, C.DECLINED, "不予确认", "单位未确认认领"),
    Transition("give_up", C.INVITED, C.DECLINED, "撤回邀请", "撤回邀请"),
    Transition("give_up", C.REQUESTED, C.DECLINED, "撤回申请", "撤回申请"),
)

R = RecommendationStatus
RECOMMENDATION_TRANSITIONS = (
    Transition("recommend", NOTHING, R.GIVEN, "推荐", "推荐单位推荐"),
    Transition("withdraw", R.GIVEN, R.WITHDRAWN, "撤回推荐", "推荐单位撤回推荐"),
)

SERVICE_TRANSITIONS = (Transition("note", NOTHING, EXISTS, "登记服务", "享受服务"),)

A = AttachmentStatus
ATTACHMENT_TRANSITIONS = (
    Transition("attach", NOTHING, A.KEPT, "添加附件", "添加附件"),
    Transition("revise", A.KEPT, A.KEPT, "修改附件信息", "修改附件信息"),
    Transition("place", A.KEPT, A.KEPT, "调整附件次序", "调整附件次序"),
    Transition("disclose", A.KEPT, A.KEPT, "调整公开范围", "调整公开范围"),
    Transition("remove", A.KEPT, A.REMOVED, "移除附件", "移除附件"),
    Transition("restore", A.REMOVED, A.KEPT, "恢复附件", "恢复附件"),
    Transition("read", A.KEPT, A.KEPT, "凭授权查看", "凭授权查看"),
    Transition("forget", A.KEPT, A.REMOVED, "抹去附件", "抹去附件"),
    Transition("forget", A.REMOVED, A.REMOVED, "抹去附件", "抹去附件"),
)

G = GrantStatus
GRANT_TRANSITIONS = (
    Transition("grant", NOTHING, G.GIVEN, "授权查看", "授权查看"),
    Transition("renew", G.GIVEN, G.GIVEN, "更改授权期限", "更改授权期限"),
    Transition("revoke", G.GIVEN, G.REVOKED, "撤回授权", "撤回授权"),
)
