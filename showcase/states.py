"""How the showcase may be narrowed and sorted, beyond the vocabularies of the sheet."""

from django.db import models


class Order(models.TextChoices):
    RELEVANCE = "relevance", "按相关度"
    NEWEST = "newest", "最近入库"
    MATURITY = "maturity", "成熟度从高到低"
