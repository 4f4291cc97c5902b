"""How a list of matches is narrowed and ordered."""

from django.db import models


class Show(models.TextChoices):
    ALL = "all", "全部"
    OPEN = "open", "待处理"
    WANTED = "wanted", "对方愿意谈"
    ACCEPT = "accept", "已接受"
    LATER = "later", "稍后再看"
    DECLINE = "decline", "不合适"


class MatchOrder(models.TextChoices):
    """The last one is not personalised: PIPL 24."""

    SCORE = "score", "按匹配度"
    NEWEST = "newest", "按最新"
    PLAIN = "plain", "不用我的反馈"


ORDER_COOKIE = "match_order"
