"""What hangs on a project: claims, recommendations, services, attachments."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


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


class ServiceStatus(models.TextChoices):
    NOTED = "noted", "已登记"
    VOID = "void", "已作废"


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


#                 verb         from         to           staff         public
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

SV = ServiceStatus
SERVICE_TRANSITIONS = (
    Transition("note", NOTHING, SV.NOTED, "登记服务", "享受服务"),
    Transition("prove", SV.NOTED, SV.NOTED, "补充凭证", "补充服务凭证"),
    Transition("void", SV.NOTED, SV.VOID, "作废", "服务登记作废"),
)

A = AttachmentStatus
ATTACHMENT_TRANSITIONS = (
    Transition("attach", NOTHING, A.KEPT, "添加附件", "添加附件"),
    Transition("revise", A.KEPT, A.KEPT, "修改附件信息", "修改附件信息"),
    Transition("place", A.KEPT, A.KEPT, "调整附件次序", "调整附件次序"),
    Transition("disclose", A.KEPT, A.KEPT, "调整公开范围", "调整公开范围"),
    Transition("remove", A.KEPT, A.REMOVED, "移除附件", "移除附件"),
    Transition("restore", A.REMOVED, A.KEPT, "恢复附件", "恢复附件"),
    # Where a correction has come to nothing: what it added goes, all else is as it was.
    Transition("take_out", A.KEPT, A.REMOVED, "随更正移除", "随更正移除"),
    *(
        Transition("put_back", one, A.KEPT, "恢复到更正前", "恢复到更正前")
        for one in (A.KEPT, A.REMOVED)
    ),
    *(Transition("read", one, one, "凭授权查看", "凭授权查看") for one in (A.KEPT, A.REMOVED)),
    Transition("forget", A.KEPT, A.REMOVED, "抹去附件", "抹去附件"),
    Transition("forget", A.REMOVED, A.REMOVED, "抹去附件", "抹去附件"),
)

G = GrantStatus
GRANT_TRANSITIONS = (
    Transition("grant", NOTHING, G.GIVEN, "授权查看", "授权查看"),
    Transition("renew", G.GIVEN, G.GIVEN, "更改授权期限", "更改授权期限"),
    Transition("revoke", G.GIVEN, G.REVOKED, "撤回授权", "撤回授权"),
)
