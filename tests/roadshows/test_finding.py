"""Roadshows as search knows them: what the public reads, and nothing that is hidden."""

import pytest

from foundation.search.asking import steps_of
from foundation.search.finding import find
from projects.models import Project
from roadshows.arranging import arrange, facts_of, seen_of
from roadshows.cutting import cut_changed, cut_texts, rebuild_texts
from roadshows.invariants import published_unfound
from roadshows.models import Roadshow, RoadshowText
from roadshows.queries.finding import shown_rows
from tests.factories import make_holder, make_lead, make_project
from tests.roadshows.making import dated, opened
from tests.roadshows.standing import item, released

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(rolled_back):
    """SC's with a day and a programme that shows a project."""
    [row] = dated("SC")
    project = make_project("listed", make_holder(), title="氮化镓外延片批量制备")
    line = item("14:10", "14:23", project=project.ref, title=project.title, code=project.code)
    released(row, item("14:00", "14:10", kind="opening", title="林院士致辞"), line)
    cut_texts([row])
    return row.pk, project.pk


@pytest.fixture
def roadshow(made, db):
    return Roadshow.objects.get(pk=made[0])


def found(q):
    return list(find(shown_rows(), steps_of(q, spell=lambda _word: ())[:1]).keys)


@pytest.mark.parametrize("q", ["氮化镓", "外延片批", "岷江器件研究所"])
def test_found_by_a_project_of_its_programme(roadshow, q):
    assert found(q) == [roadshow.pk]


def test_not_found_by_what_is_no_project(roadshow):
    assert found("林院士") == []


def test_hidden_project_is_found_no_more(roadshow, made):
    Project.objects.filter(pk=made[1]).update(display_consent=None)

    assert cut_changed() == 1
    assert found("氮化镓") == []
    assert cut_changed() == 0


def test_found_by_its_new_words_once_arranged(roadshow):
    facts = vars(facts_of(roadshow)) | {"title": "西部先进材料专场"}
    by = make_lead("SC")

    arrange(roadshow, type(facts_of(roadshow))(**facts), seen=seen_of(roadshow), by=by)

    assert found("先进材料") == [roadshow.pk]


def test_never_published_one_has_no_text(db):
    opened("HN")

    assert not RoadshowText.objects.filter(roadshow__unit="HN").exists()
    assert published_unfound() == 0


def test_rebuilt_as_it_was(roadshow):
    before = list(RoadshowText.objects.values())

    assert rebuild_texts() == 1
    assert list(RoadshowText.objects.values()) == before
    RoadshowText.objects.all().delete()
    assert published_unfound() == 1
