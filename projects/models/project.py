"""An achievement as it is worked on; what others read is its Version in force."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Consent, Organisation, Unit
from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.sheet import Sheet, sheet_constraints
from projects.states import ProjectStatus, Source


class Project(Sheet):
    """The working copy. Its life ends at "listed"; all else is rows of later rooms."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    code = models.CharField("项目编号", max_length=16, unique=True, null=True, editable=False)
    status = models.CharField(
        "状态", max_length=12, choices=ProjectStatus, default=ProjectStatus.DRAFT, editable=False
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", related_name="projects")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="持有单位", null=True, related_name="projects"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="持有人",
        null=True,
        related_name="projects",
    )
    custodian = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="代管单位", null=True, related_name="+"
    )
    # The agency that brought it, also after a holder has claimed it: it never evaluates it.
    collected_by = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="征集机构", null=True, related_name="+"
    )
    source = models.CharField("来源", max_length=10, choices=Source, editable=False)
    source_key = models.CharField("来源编号", max_length=64, blank=True, editable=False)
    display_consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        verbose_name="展示授权",
        null=True,
        editable=False,
        db_index=False,
    )
    opened_at = models.DateTimeField("新建时间", db_default=Now(), editable=False)
    submitted_at = models.DateTimeField("提交时间", null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="提交人",
        null=True,
        related_name="+",
        editable=False,
    )
    due_on = models.DateField("修改期限", null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="初审人",
        null=True,
        related_name="+",
        editable=False,
    )
    handed_at = models.DateTimeField("转交时间", null=True, editable=False)
    reminded_at = models.DateTimeField("催办时间", null=True, editable=False)
    confirmed_at = models.DateTimeField("确认有效时间", null=True, editable=False)
    listed_at = models.DateTimeField("入库时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "成果"
        indexes = [
            models.Index(fields=["unit", "status", "-submitted_at"], name="project_queue"),
            models.Index(fields=["holder", "-opened_at"], name="project_of_holder"),
            # A mandate may show a hundred thousand, whose first is told of.
            models.Index(fields=["display_consent", "id"], name="project_of_consent"),
            # The front page counts them all: from here, not from rows of eighty columns.
            models.Index(
                fields=["status"],
                include=["accepted_by", "listed_at", "display_consent"],
                condition=Q(submitted_at__isnull=False),
                name="project_on_its_way",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ProjectStatus.values), name="project_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=ProjectStatus.private) | Q(submitted_at__isnull=False),
                name="project_filed_has_date",
            ),
            models.CheckConstraint(
                condition=(~Q(status=ProjectStatus.LISTED) & Q(code=None, listed_at=None))
                | Q(status__in=ProjectStatus.coded, code__isnull=False, listed_at__isnull=False),
                name="project_listed_has_code",
            ),
            models.CheckConstraint(
                condition=Q(holder__isnull=False) | Q(custodian__isnull=False),
                name="project_has_holder_or_custodian",
            ),
            *sheet_constraints("project"),
            models.UniqueConstraint(
                fields=["unit", "source_key"],
                condition=~Q(source_key=""),
                name="project_source_key_once_a_unit",
            ),
        ]

    # How many remarks on single columns went with the return of this row; not kept.
    remarks_sent = 0
    # No column: see `queries.hearing.ask_together`.
    seats: Any = None
    # What whoever is reminded of this row hears is missing in it; not kept.
    lacking = ""

    def __str__(self) -> str:
        return self.title

    @property
    def may_be_shown(self) -> bool:
        """Whether a consent to public display stands."""
        return self.display_consent is not None and self.display_consent.withdrawn_at is None

    @property
    def is_with_agency(self) -> bool:
        """Nobody has claimed it, nor has its unit taken it over from the agency that brought it."""
        return self.collected_by_id is not None and self.custodian_id == self.collected_by_id

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages: whose desk it is read at, until when it is to be revised,
        and its unit where that is at hand (a set of rows is told of in one go)."""
        unit = self.unit.name if Project._meta.get_field("unit").is_cached(self) else ""
        desk = "my" if self.holder_id else "unit"
        due_on = self.due_on.isoformat() if self.due_on else ""
        return {
            "desk": desk,
            "holder": str(self.holder_id or ""),
            "unit": unit,
            "due_on": due_on,
            "remarks": str(self.remarks_sent or ""),
            "lacks": self.lacking,
        }

    @property
    def name_in_address(self) -> str:
        return self.code or self.ref
