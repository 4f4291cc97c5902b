"""Vocabularies as rows, so that foreign keys guard them; the file `data/taxonomies.toml` is
their source and `accounts.terms` alone writes them."""

from django.db import models


class Field(models.Model):
    """A field of the 战略性新兴产业分类(2018): "1" a class, "1.5" one of its groups."""

    code = models.CharField("代码", max_length=4, primary_key=True)
    name = models.CharField("名称", max_length=40)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="大类", null=True)
    version = models.CharField("版本", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "战新领域"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Mode(models.Model):
    """A way to bring an achievement to market: notice 五(一)5."""

    code = models.CharField("代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=20, unique=True)
    rank = models.PositiveSmallIntegerField("顺序")
    version = models.CharField("版本", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "转化方式"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A prefecture or municipality, by its code of GB/T 2260."""

    code = models.CharField("区划代码", max_length=6, primary_key=True)
    name = models.CharField("名称", max_length=30)
    version = models.CharField("版本", max_length=10)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name
