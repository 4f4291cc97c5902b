"""What a worker typesets: a letter for each version, a receipt for each submission, a letter of
what was decided for each unit."""

from django.db import models
from django.db.models import Q

from provinces.models.decision import ResultLetter
from provinces.models.submission import Submission
from provinces.models.version import PlanVersion
from provinces.states import PrintKind
from records.models.work import Work


class Printing(Work):
    """`file` is there when it is done; `pages` counts its pages."""

    kind = models.CharField("种类", max_length=10, choices=PrintKind)
    version = models.OneToOneField(
        PlanVersion, models.CASCADE, verbose_name="定稿", null=True, related_name="printing"
    )
    submission = models.OneToOneField(
        Submission, models.CASCADE, verbose_name="报送", null=True, related_name="printing"
    )
    result = models.OneToOneField(
        ResultLetter, models.CASCADE, verbose_name="结果函", null=True, related_name="printing"
    )
    file = models.FileField("文件", upload_to="printed/%Y/", max_length=200, blank=True)
    pages = models.PositiveIntegerField("页数", null=True)

    class Meta(Work.Meta):
        verbose_name = verbose_name_plural = "排印"
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(
                    kind=PrintKind.LETTER, version__isnull=False, submission=None, result=None
                )
                | Q(kind=PrintKind.RECEIPT, version=None, submission__isnull=False, result=None)
                | Q(kind=PrintKind.RESULT, version=None, submission=None, result__isnull=False),
                name="printing_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        of = self.version_id or self.submission_id or self.result_id
        return f"{self.get_kind_display()} {of}"
