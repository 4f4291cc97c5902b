"""By what a submitted project is found among all others: its name, its rights, its text."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from projects.models.project import Project
from projects.models.version import Version


class Likeness(models.Model):
    """Derived from the Version that stands by `projects.likening`, like an index: not audited,
    `rebuild_index` makes it anew at any time."""

    project = models.OneToOneField(
        Project, models.PROTECT, verbose_name="成果", related_name="likeness", primary_key=True
    )
    version = models.OneToOneField(Version, models.PROTECT, verbose_name="版本", related_name="+")
    marks = ArrayField(models.BigIntegerField(), verbose_name="特征", default=list)
    # Null until a worker has looked for its like, and noted them as pairs.
    paired_at = models.DateTimeField("比对时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "成果特征"
        indexes = [
            models.Index(
                fields=["project"], condition=Q(paired_at=None), name="likeness_to_be_paired"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Mark(models.Model):
    """One of the marks of a likeness, turned round: who else has it? A row costs an index entry
    and no more; PostgreSQL's own index over the arrays is not used by its planner, which takes
    their overlap for likelier than it is."""

    pk = models.CompositePrimaryKey("mark", "likeness_id")
    mark = models.BigIntegerField("特征")
    likeness = models.ForeignKey(
        Likeness,
        models.DO_NOTHING,
        verbose_name="成果特征",
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "特征索引"

    def __str__(self) -> str:
        return str(self.mark)
