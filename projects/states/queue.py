"""How a desk's list may be narrowed, ordered and laid out, beyond the vocabularies of the sheet."""

from enum import nonmember

from django.db import models


class QueueOrder(models.TextChoices):
    WAITING = "waiting", "等得最久的在前"
    NEWEST = "newest", "最近提交的在前"
    TITLE = "title", "成果名称"
    TRL = "trl", "技术成熟度从高到低"
    ORGANISATION = "organisation", "持有单位"
    DUE = "due", "修改期限"
    TOTAL = "total", "评价总分从高到低"


class YesNo(models.TextChoices):
    YES = "yes", "是"
    NO = "no", "否"


class Evaluated(models.TextChoices):
    """专业评价 of the cycle that runs."""

    DONE = "done", "已评价"
    RUNNING = "running", "评价中"
    NONE = "none", "没有评价"


class QueueColumn(models.TextChoices):
    """Beside the title, which is always there, in the order of the table."""

    ORGANISATION = "organisation", "持有单位"
    UNIT = "unit", "推荐单位"
    FIELD = "field", "战新领域"
    TRL = "trl", "成熟度"
    LEVEL = "level", "技术水平"
    CONDITIONS = "conditions", "征集条件"
    LACKS = "lacks", "缺材料"
    STATUS = "status", "状态"
    SUBMITTED = "submitted", "提交时间"
    DUE = "due", "修改期限"
    SOURCE = "source", "来源"
    CUSTODIAN = "custodian", "代管单位"
    TOTAL = "total", "评价总分"
    RECOMMENDED = "recommended", "推荐"
    SHOWN = "shown", "公开展示"
    RIGHTS_END = "rights_end", "专利到期"

    # What is seen unless others are chosen.
    usual = nonmember(("organisation", "conditions", "lacks", "status", "submitted"))
    usual_at_centre = nonmember(("organisation", "unit", "conditions", "status", "submitted"))
