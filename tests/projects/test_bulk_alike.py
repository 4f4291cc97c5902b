"""Whatever may be ordered for many is carried out of each exactly as it is of one: by whoever
orders it, from every state, of whosoever it is; and the page before it foretells it."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.db import connection, transaction
from django.db.models import Q

from accounts.cycles import change_cycle, current_cycle
from accounts.models import Unit
from foundation.errors import Refused
from projects.bulk import VERBS
from projects.handover import hand_over
from projects.intake import submit
from projects.library import list_project, restore, withdraw
from projects.models import Listing, Project, Recommendation, Version
from projects.recommendation import recommend
from projects.screening import accept, decline, send_back
from projects.urging import remind
from records.models import Entry, Message
from tests.factories import make_staff
from tests.projects.test_way import Way

pytestmark = pytest.mark.django_db

_RETURN = {"remarks": "补测试报告", "due_on": date(2098, 1, 31)}
_REASON = {"reason": "权属有争议"}
# The single step of each verb, and what both are told.
STEPS = {
    "accept": (accept, {}),
    "return": (send_back, _RETURN),
    "decline": (decline, _REASON),
    "recommend": (recommend, {"reasons": "两家整车厂已在台架验证"}),
    "submit": (submit, {}),
    "remind": (remind, {"note": "补测试报告"}),
    "hand_over": (hand_over, {"unit": "GD", "reason": "在广东"}),
    "list": (list_project, {}),
    "withdraw": (withdraw, _REASON),
    "restore": (restore, _REASON),
}
ROWS = [(desk, row) for desk, rows in VERBS.items() for row in rows]
_TRACES = (Entry, Message)
_SAID = ("table", "verb", "source", "target", "note", "actor_id", "actor_role")
# Moments, and what is counted on within a set.
_NOT_ALIKE = {"code", "submitted_at", "listed_at", "handed_at", "reminded_at"}
_COLUMNS = [f.attname for f in Project._meta.concrete_fields if f.attname not in _NOT_ALIKE]


@dataclass(frozen=True)
class Left:
    """What an order has left behind of one project; None of one that was refused."""

    row: tuple
    entries: list
    told: list
    hung: tuple


@pytest.fixture(scope="module")
def way(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set local role ztc_app")
        yield Way()
        transaction.set_rollback(True)


def test_every_verb_has_its_single_step():
    assert {row.name for _, row in ROWS} == STEPS.keys()


@pytest.mark.parametrize(("desk", "row"), ROWS, ids=lambda one: getattr(one, "name", one))
def test_many_are_moved_as_each_would_be(way, desk, row):
    for role, by in way.people.items():
        _compare(way, row, role, by)


def test_acceptance_that_lists_at_once_does_so_of_many(way):
    with transaction.atomic():
        lead = make_staff("centre_lead")
        change_cycle(current_cycle(), {"lists_at_acceptance": True}, by=lead)
        _compare(way, VERBS["unit"][0], "lead", way.people["lead"])
        transaction.set_rollback(True)


def _compare(way, row, role, by):
    projects = list(way.projects.values())
    wishes = _wishes(row.name)
    foretold = {p.pk for p, problems in row.looked_at(_all(projects), by) if not problems}

    last = _last()  # all is undone each time
    single = {project.pk: _of_one(row.name, project, by, wishes, last) for project in projects}
    many = _of_many(row, projects, by, wishes, last)

    assert {pk for pk, left in many.items() if left} == foretold, role
    assert {pk: left for pk, left in many.items() if left != single[pk]} == {}, role


def _wishes(name):
    wishes = dict(STEPS[name][1])
    if "unit" in wishes:
        wishes["unit"] = Unit.objects.get(abbr=wishes["unit"])
    return wishes


def _all(projects):
    return Project.objects.filter(pk__in=[project.pk for project in projects])


def _of_one(name, project, by, wishes, last):
    with transaction.atomic():
        try:
            STEPS[name][0](project, by=by, **wishes)
        except Refused:
            left = None
        else:
            left = _left(project, *last)
        transaction.set_rollback(True)
    return left


def _of_many(row, projects, by, wishes, last):
    with transaction.atomic():
        try:
            moved = row.order(_all(projects), by=by, **wishes)
        except Refused:
            found = dict.fromkeys((project.pk for project in projects), None)
        else:
            rows = {project.pk: _left(project, *last) for project in moved.rows}
            refused = dict.fromkeys((project.pk for project, _ in moved.refused), None)
            assert not rows.keys() & refused.keys()
            found = rows | refused
        transaction.set_rollback(True)
    assert found.keys() == {project.pk for project in projects}
    return found


def _last():
    newest = (table.objects.order_by("-pk").values_list("pk", flat=True) for table in _TRACES)
    return tuple(pks.first() or 0 for pks in newest)


def _left(project, last_entry, last_message):
    hung = Recommendation.objects.filter(project=project.pk)
    versions = Version.objects.filter(project=project.pk)
    refs = [project.ref, *hung.values_list("ref", flat=True)]
    told = Message.objects.filter(pk__gt=last_message, about_ref__in=refs)
    own = _about(Project, [project.pk]) | _about(Recommendation, hung) | _about(Version, versions)
    said = Entry.objects.filter(own, pk__gt=last_entry).values_list(*_SAID, "changes")
    return Left(
        row=Project.objects.values_list(*_COLUMNS).get(pk=project.pk),
        entries=sorted((*values, sorted(changes)) for *values, changes in said),
        told=sorted(told.values_list("kind", "to")),
        hung=(
            list(Listing.objects.filter(project=project.pk).values_list("version__number", "unit")),
            sorted(hung.values_list("status", "unit")),
            sorted(versions.values_list("number", "sha256")),
        ),
    )


def _about(model, rows):
    pks = rows if isinstance(rows, list) else rows.values("pk")
    return Q(table=model._meta.label_lower, object_id__in=pks)
