"""盖章扫描件: the sealed letter as it came back from the scanner, and what its codes say."""

from django.db import models
from django.db.models import Q

from foundation.refs import new_ref
from provinces.models.plan import WorkPlan
from provinces.models.version import PlanVersion
from provinces.states import ScanStatus, ScanVerdict
from records.models import Document
from records.models.work import Work


class Scan(models.Model):
    """Of one version; a newer one of the same version takes its place."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    plan = models.ForeignKey(WorkPlan, models.PROTECT, verbose_name="方案", related_name="scans")
    version = models.ForeignKey(
        PlanVersion, models.PROTECT, verbose_name="定稿", related_name="scans"
    )
    document = models.OneToOneField(Document, models.PROTECT, verbose_name="文件", related_name="+")
    status = models.CharField("状态", max_length=10, choices=ScanStatus, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "盖章扫描件"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ScanStatus.values), name="scan_status_known"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(status=ScanStatus.KEPT),
                name="scan_once_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.document.name


class ScanReading(Work):
    """A worker reads the codes; what it finds hinders nobody. `pages_told` are numbers: of the
    letter's pages that are missing, or of the scan's sheets that were not read."""

    scan = models.OneToOneField(Scan, models.CASCADE, verbose_name="扫描件", related_name="reading")
    verdict = models.CharField("核对结论", max_length=20, choices=ScanVerdict, blank=True)
    pages_told = models.JSONField("所说的页", default=list)
    told = models.TextField("说明", blank=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "扫描件核对"

    def __str__(self) -> str:
        return f"核对 {self.scan_id}"


class ScanPage(models.Model):
    """`codes` are all texts read on it, `has_seal` a hint, `file` a picture of our own making."""

    reading = models.ForeignKey(
        ScanReading, models.CASCADE, verbose_name="核对", related_name="pages"
    )
    number = models.PositiveIntegerField("页")
    codes = models.JSONField("读到的码", default=list)
    has_seal = models.BooleanField("疑似有红色圆章", default=False)
    file = models.FileField("图像", upload_to="scans/%Y/", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "扫描页"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reading", "number"], name="scan_page_once")]

    def __str__(self) -> str:
        return f"第 {self.number} 页"
