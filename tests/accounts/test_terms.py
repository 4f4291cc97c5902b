import pytest

from accounts.models import Field, Mode, Unit
from accounts.terms import load_taxonomies, taxonomies
from records.models import Entry

pytestmark = pytest.mark.django_db


def test_the_thirty_seven_units_are_there():
    kinds = [unit.kind for unit in Unit.objects.all()]

    assert len(kinds) == 37
    assert (kinds.count("province"), kinds.count("separately_planned"), kinds.count("xpcc")) == (
        31,
        5,
        1,
    )


def test_fields_form_a_tree_of_two_levels():
    assert Field.objects.filter(parent=None).count() == 9
    assert Field.objects.exclude(parent=None).filter(parent__parent=None).count() == 40
    assert Field.objects.get(code="3.2").parent_id == "3"


def test_modes_are_those_of_the_notice_in_its_order():
    names = [mode.name for mode in Mode.objects.all()]

    assert names[:4] == ["技术许可", "技术转让", "合作开发", "中试熟化"]
    assert len(names) == 8


def test_loading_again_changes_nothing():
    entries = Entry.objects.count()

    assert load_taxonomies() == taxonomies()["version"]

    assert Entry.objects.count() == entries
    assert Unit.objects.count() == 37
