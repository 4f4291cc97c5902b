"""A parcel that goes its way through the door, and a job that must not be lost."""

from django.conf import settings
from django.db import models

from foundation.refs import new_ref
from records.models import Work
from tests.toy.states import ParcelStatus


class Parcel(models.Model):
    ref = models.CharField(max_length=10, unique=True, default=new_ref)
    status = models.CharField(max_length=10, choices=ParcelStatus)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    contact = models.CharField(max_length=40, blank=True)  # personal: the sender's
    label = models.CharField(max_length=40)
    weight = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    marks = models.JSONField(default=dict)
    packed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=ParcelStatus.values), name="parcel_status_known"
            )
        ]

    def __str__(self):
        return self.label


class Job(Work):
    """Each step makes one Effect; `total` of them and it is done."""

    name = models.CharField(max_length=40)
    fails = models.BooleanField(default=False)

    class Meta(Work.Meta):
        pass


class Effect(models.Model):
    """Without a unique constraint on purpose: a step done twice would show as a second row."""

    job = models.ForeignKey(Job, models.PROTECT)
    number = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.job_id}/{self.number}"
