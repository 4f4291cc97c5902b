"""How the showcase may be sorted, and what is suggested to who types."""

from django.db import models


class Order(models.TextChoices):
    RELEVANCE = "relevance", "按相关度"
    NEWEST = "newest", "最近入库"
    MATURITY = "maturity", "成熟度从高到低"


class Suggested(models.TextChoices):
    KEYWORD = "keyword", "关键词"
    HOUSE = "house", "单位"
    TITLE = "title", "成果"
