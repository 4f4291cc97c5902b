"""What an import makes in a unit, to be compared with what another made in another unit."""

from django.db.models import F

from accounts.models import Consent, Organisation
from matching.models import Posting
from matching.states import PostingStatus
from projects.models import Project
from projects.states import ProjectStatus
from tests.faults.sheets import NUMBERED, outcomes


def columns_of(model, *but):
    return [field.attname for field in model._meta.concrete_fields if field.attname not in but]


class Projects:
    subject, table = "project", Project._meta.label_lower
    given_up = ProjectStatus.WITHDRAWN

    def __init__(self, unit):
        self._unit = unit

    @property
    def records(self):
        """All that is said in them but where they are, in the order of their making."""
        mine = ("id", "ref", "unit_id", "custodian_id", "opened_at", "display_consent_id")
        shown = {"may_be_shown": F("display_consent__purpose")}
        own = Project.objects.filter(unit=self._unit, custodian=self._unit.organisation)
        return list(own.order_by("pk").values(*columns_of(Project, *mine), **shown))

    @property
    def told(self):
        """Key → name and status."""
        rows = Project.objects.filter(unit=self._unit).values_list("pk", "title", "status")
        return {pk: told for pk, *told in rows}

    def is_same(self, now, before):
        return now == before

    def check_consent(self, mandate):
        """Given once, and half of the houses were registered."""
        assert Consent.objects.filter(mandate=mandate).count() == 1
        assert Organisation.objects.filter(name__startswith="岷江").exists()

    def verbs_of_taking(self, count):
        return {"open": outcomes(count)["new"], "save": outcomes(count)["update"]}

    def verbs_of_undoing(self, count):
        return {"undo": outcomes(count)["new"], "save": outcomes(count)["update"]}


class Demands:
    subject, table = "demand", Posting._meta.label_lower
    given_up = PostingStatus.DROPPED

    def __init__(self, unit):
        self._unit = unit

    @property
    def records(self):
        """As of projects; what is typed into them is in no trail."""
        mine = ("id", "ref", "unit_id", "custodian_id", "opened_at", "author_id")
        typed = {"typed": F("draft__typed"), "revision": F("draft__revision")}
        own = Posting.objects.filter(unit=self._unit)
        return list(own.order_by("pk").values(*columns_of(Posting, *mine), **typed))

    @property
    def told(self):
        rows = Posting.objects.filter(unit=self._unit)
        return {pk: told for pk, *told in rows.values_list("pk", "draft__typed__title", "status")}

    def is_same(self, now, before):
        """Typed back is typed once more."""
        return [row | {"revision": 0} for row in now] == [row | {"revision": 0} for row in before]

    def check_consent(self, mandate):
        """Nobody is asked: whoever looks at it decides who may read it."""
        assert not Consent.objects.filter(mandate=mandate).exists()

    def verbs_of_taking(self, count):
        return {"open": outcomes(count)["new"], "number": NUMBERED * count // 100}

    def verbs_of_undoing(self, count):
        return {"drop": outcomes(count)["new"], "number": NUMBERED * count // 100}
