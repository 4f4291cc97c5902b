"""How the showcase may be narrowed and sorted, beyond the vocabularies of the sheet."""

from django.db import models


class Band(models.TextChoices):
    """技术成熟度, in three bands (GB/T 22900)."""

    PRINCIPLE = "1-3", "1–3 级，原理验证"
    PROTOTYPE = "4-6", "4–6 级，样机与中试"
    PRODUCT = "7-9", "7–9 级，示范与量产"

    @property
    def levels(self) -> tuple[int, int]:
        lowest, _, highest = self.value.partition("-")
        return int(lowest), int(highest)


class Order(models.TextChoices):
    RELEVANCE = "relevance", "按相关度"
    NEWEST = "newest", "最近入库"
    MATURITY = "maturity", "成熟度从高到低"
