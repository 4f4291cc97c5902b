"""A key per person: personal values enter the trail only through it, and leave with it."""

from django.db import models


class PersonKey(models.Model):
    """The two halves of an HMAC-SHA-256 key (RFC 2104), so that SQL without pgcrypto can use it:
    HMAC(m) = sha256(outer ‖ sha256(inner ‖ m)). Deleting the row is the erasure (PIPL 47)."""

    subject = models.CharField(max_length=80, unique=True)  # "user:12"
    inner = models.BinaryField(max_length=64)
    outer = models.BinaryField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "个人密钥"

    def __str__(self) -> str:
        return self.subject
