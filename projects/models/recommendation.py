"""推荐: the unit puts a listed project forward; only such may stand in a lineup."""

from django.db import models
from django.db.models import Q

from accounts.models import Cycle, Unit
from foundation.clock import Now
from foundation.refs import new_ref
from projects.models.evaluation import Evaluation
from projects.models.project import Project
from projects.states import RecommendationStatus


class Recommendation(models.Model):
    """One standing recommendation for each project and cycle."""

    ref = models.CharField("编号", max_length=10, unique=True, default=new_ref, editable=False)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="成果", related_name="recommendations"
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name="年度", related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="推荐单位", related_name="+")
    # Null only of what was recommended before evaluations were asked for.
    evaluation = models.ForeignKey(
        Evaluation, models.PROTECT, verbose_name="专业评价", null=True, related_name="+"
    )
    status = models.CharField("状态", max_length=10, choices=RecommendationStatus, editable=False)
    reasons = models.TextField("推荐理由", max_length=500)
    recommended_at = models.DateTimeField("推荐时间", db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "推荐"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=RecommendationStatus.values),
                name="recommendation_status_known",
            ),
            models.CheckConstraint(condition=~Q(reasons=""), name="recommendation_has_reasons"),
            models.UniqueConstraint(
                fields=["project", "cycle"],
                condition=Q(status=RecommendationStatus.GIVEN),
                name="recommendation_once_a_cycle",
            ),
        ]

    def __str__(self) -> str:
        return self.project.title

    @property
    def facts(self) -> dict[str, str]:
        """For the words of messages."""
        return {
            **{name: self.project.facts[name] for name in ("desk", "holder")},
            "project": self.project.ref,
            "unit": self.unit.name,
            "year": str(self.cycle),
            "reasons": self.reasons,
        }
