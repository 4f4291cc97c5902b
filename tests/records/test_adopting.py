"""Rows digested over a column that is no longer there are taken into the trail anew, once."""

import pytest
from django.db import connection

from projects.models import Project
from records.adopting import adopt_reshaped
from records.digests import columns_of, shape_name
from records.models import Entry, Shape
from records.verifying import Fault, verify_trail
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def digest_over_a_lost_column(entry):
    """As if a migration had taken `patent_no` away after that entry was written."""
    columns = [*columns_of(Project), "patent_no"]
    name = shape_name("projects.project", columns)
    Shape.objects.create(name=name, table="projects.project", columns=columns)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table records_entry disable trigger user")
        cursor.execute("update records_entry set shape = %s where id = %s", [name, entry.pk])


def test_row_that_lost_a_column_is_adopted_once(as_owner):
    project, other = make_project("submitted"), make_project("draft")
    entries = Entry.objects.filter(table="projects.project").order_by("id")
    digest_over_a_lost_column(entries.filter(object_id=project.pk).last())
    assert (Fault.SHAPE_UNKNOWN, project.pk) in {(f.fault, f.pk) for f in verify_trail()}

    assert [adopt_reshaped() for _ in range(2)] == [1, 0]

    assert (Fault.SHAPE_UNKNOWN, project.pk) not in {(f.fault, f.pk) for f in verify_trail()}
    last = entries.filter(object_id=project.pk).last()
    assert (last.verb, last.actor_role, last.target) == ("adopt", "portal", "submitted")
    assert entries.filter(object_id=other.pk).last().verb == "save"
