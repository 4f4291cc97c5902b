"""Latin words that stand in what was ever shown: what a mistyped one may have meant."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class KnownWord(models.Model):
    """Derived. `shortened` is the word, and the word without any one of its letters. A word stays
    when what held it is gone: it is only ever guessed where something still holds it."""

    word = models.CharField("词", max_length=32, primary_key=True)
    shortened = ArrayField(models.CharField(max_length=32), verbose_name="少一个字母")

    class Meta:
        verbose_name = verbose_name_plural = "外文词"
        indexes = [GinIndex(fields=["shortened"], name="known_word_shortened")]

    def __str__(self) -> str:
        return self.word
