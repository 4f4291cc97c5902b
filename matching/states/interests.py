"""意向: what somebody tells those who answer for an achievement, a demand or an offer, and what
comes of it until both may reach each other. Read this table first."""

from enum import nonmember

from django.db import models

from records.states import NOTHING, Transition


class InterestKind(models.TextChoices):
    """The notice's eight modes (五(一)5), then what comes before or beside them."""

    LICENCE = "licence", "技术许可"
    ASSIGNMENT = "assignment", "技术转让"
    JOINT = "joint", "合作开发"
    PILOT = "pilot", "中试熟化"
    EQUITY = "equity", "技术入股"
    MERGER = "merger", "技术并购"
    INVEST = "invest", "技术融资"
    OTHER = "other", "其他方式"
    TRIAL = "trial", "采购或试用"
    SUPPORT = "support", "提供场地、政策或服务"
    VISIT = "visit", "参观考察"
    LEARN = "learn", "先了解情况"


class InterestStatus(models.TextChoices):
    """Whoever sent it reads `agreed` as `sent`, from which alone it comes: an agreement that is
    withdrawn within ten minutes was never seen."""

    SENT = "sent", "等待答复"
    QUESTIONED = "questioned", "对方有疑问"
    AGREED = "agreed", "已同意"
    INTRODUCED = "introduced", "已对接"
    DECLINED = "declined", "未接受"
    EXPIRED = "expired", "已过期"
    TAKEN_BACK = "taken_back", "已撤回"

    # Something may still come of it.
    standing = nonmember(("sent", "questioned", "agreed"))


class InterestReason(models.TextChoices):
    """为什么不接受."""

    NOT_NOW = "not_now", "现在不打算合作"
    TAKEN = "taken", "已有合作方"
    DIRECTION = "direction", "方向或条件不符"
    UNCLEAR = "unclear", "没有说清用途"
    OTHER = "other", "其他"


class ReportReason(models.TextChoices):
    """举报意向的理由."""

    SPAM = "spam", "群发广告，和内容无关"
    FRAUD = "fraud", "冒充身份或涉嫌欺诈"
    ABUSE = "abuse", "辱骂、骚扰"
    SECRET = "secret", "打探涉密信息"


class ReportStatus(models.TextChoices):
    OPEN = "open", "待处理"
    UPHELD = "upheld", "属实"
    DISMISSED = "dismissed", "不属实"


S, R = InterestStatus, ReportStatus

INTEREST_TRANSITIONS = (
    Transition("send", NOTHING, S.SENT, "提交意向", "提交意向"),
    Transition("ask_back", S.SENT, S.QUESTIONED, "提出疑问", "提出疑问"),
    Transition("reply", S.QUESTIONED, S.SENT, "回答疑问", "回答疑问"),
    Transition("agree", S.SENT, S.AGREED, "同意对接", "同意对接"),
    Transition("withdraw", S.AGREED, S.SENT, "撤回同意", "撤回同意"),
    Transition("lay_down", S.AGREED, S.SENT, "同意作废", "同意作废"),
    Transition("decline", S.SENT, S.DECLINED, "不接受", "未接受"),
    Transition("decline", S.QUESTIONED, S.DECLINED, "不接受", "未接受"),
    Transition("introduce", S.AGREED, S.INTRODUCED, "交换联系方式", "双方对接"),
    Transition("take_back", S.SENT, S.TAKEN_BACK, "撤回意向", "撤回意向"),
    Transition("take_back", S.AGREED, S.TAKEN_BACK, "撤回意向", "撤回意向"),
    *(Transition("expire", status, S.EXPIRED, "过期", "已过期") for status in S.standing),
    *(Transition("forget", status, status, "抹去留言", "抹去留言") for status in S),
)
REPORT_TRANSITIONS = (
    Transition("report", NOTHING, R.OPEN, "举报", "举报"),
    Transition("uphold", R.OPEN, R.UPHELD, "属实", "属实"),
    Transition("dismiss", R.OPEN, R.DISMISSED, "不属实", "不属实"),
    *(Transition("forget", status, status, "抹去说明", "抹去说明") for status in R),
)
