"""搜索订阅: searches somebody wants to hear of. Nobody else's business, and on no trail."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5, Cast

from foundation.clock import Now
from foundation.refs import new_ref
from matching.states import SearchKind


class SavedSearch(models.Model):
    """`wanted` is what is asked, as `queries.searches.plain` has it, and `title` the same in words;
    what appeared before `told_until` is no news."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="订阅人", related_name="+"
    )
    kind = models.CharField("搜什么", max_length=10, choices=SearchKind)
    wanted = models.JSONField("条件", default=dict)
    title = models.CharField("条件说明", max_length=200)
    told_until = models.DateTimeField("已告知到", db_default=Now(), editable=False)
    created_at = models.DateTimeField("订阅时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "搜索订阅"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=SearchKind.values), name="saved_search_kind_known"
            ),
            # Conditions may be longer than an index takes.
            models.UniqueConstraint(
                F("person"),
                F("kind"),
                MD5(Cast("wanted", models.TextField())),
                name="saved_search_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def query(self) -> str:
        """Of an address."""
        return urlencode(self.wanted, doseq=True)

    @property
    def path(self) -> str:
        """Where it is searched, the newest first."""
        newest = urlencode({**self.wanted, "sort": "newest"}, doseq=True)
        return f"/{SearchKind(self.kind).place}/?{newest}"

    @property
    def measure(self) -> str:
        return SearchKind(self.kind).measure

    @property
    def reason(self) -> str:
        """Its name among all that a person hears of."""
        return f"search:{self.pk}"

    @property
    def why(self) -> str:
        return f"订阅了“{self.title}”"
