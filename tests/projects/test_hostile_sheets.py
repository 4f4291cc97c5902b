"""Any text in any field of any step: a clear answer, and what was stored stays sound."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from projects.columns.steps import CHECK, STEPS
from projects.intake import problems_of
from projects.models import Project
from projects.models.sheet import CHOSEN_SEVERAL
from projects.vocabulary import ROWS
from tests.factories import make_clerk, make_draft, make_filed_draft, make_holder
from tests.projects.sending import of_step, of_table, step

pytestmark = pytest.mark.django_db

NASTY = (
    *("\0", "a\0b", "\u202eevil\u202c", "👩‍👩‍👧‍👦" * 40, "'; drop table projects_project --"),
    *("<script>alert(1)</script>", "{{ 7*7 }}", "%s%n%(x)s", "-1", "NaN", "Infinity", "1e400"),
    *("9" * 400, "١٢٣", "２０２１", "0x1", "True", "None", "on", "2021-02-30", "9999-12-31"),
    *("é\u0301" * 60, "\ud7ff\ue000\uffff", "长" * 5000, "\r\n" * 300, "SC", "1.2", "secret"),
)
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(max_size=60), st.just(""))
MANY = st.lists(TEXTS, min_size=2, max_size=4)


def sent_to(one):
    """Strategies for everything a step reads, the counts of its tables too."""
    keys = {}
    for name in one.names:
        if name in ROWS:
            keys |= {
                f"{name}-{at}-{key}": TEXTS for at in range(3) for key in (*ROWS[name], "DELETE")
            }
            counts = st.one_of(st.integers(-2, 40).map(str), TEXTS)
            keys |= {f"{name}-{count}_FORMS": counts for count in ("TOTAL", "INITIAL")}
        else:
            keys[name] = st.one_of(TEXTS, MANY)
    button = st.sampled_from(("next", "save", "submit"))
    return st.tuples(st.fixed_dictionaries({}, optional=keys), button)


def assert_sound(project):
    """What the database cannot say itself: rows have their keys, and texts alone."""
    for column, keys in ROWS.items():
        for row in getattr(project, column):
            assert set(row) == set(keys)
            assert {type(text) for text in row.values()} == {str}
    for name, choices in CHOSEN_SEVERAL.items():
        assert set(getattr(project, name)) <= set(choices.values)
    assert "\0" not in "".join(str(value) for value in vars(project).values())
    problems_of(project)


def _often(examples):
    health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=health)


@pytest.fixture
def posted(client):
    """A post that is undone, its answer checked and the project looked at in between."""

    def post(where, data, project):
        with transaction.atomic():
            answer = client.post(where, data)
            assert answer.status_code in {200, 302, 422}, answer.status_code
            stored = Project.objects.get(pk=project.pk)
            assert_sound(stored)
            if answer.status_code == 200:
                assert answer.context["sheet"].faults
            transaction.set_rollback(True)
        return answer

    return post


@pytest.mark.parametrize("one", STEPS, ids=lambda one: one.name)
@pytest.mark.parametrize("on_behalf", [False, True])
def test_hostile_text_in_every_field(client, posted, one, on_behalf):
    actor = make_clerk() if on_behalf else make_holder()
    project = make_filed_draft(actor) if on_behalf else make_draft(actor)
    client.force_login(actor.user)
    page = f"/unit/projects/{project.ref}/edit/" if on_behalf else f"/my/projects/{project.ref}/"

    @_often(15)
    @given(sent_to(one))
    def run(sent):
        data, button = sent
        posted(f"{page}?step={one.name}", {**data, button: "1"}, project)

    run()


@pytest.mark.parametrize("one", STEPS, ids=lambda one: one.name)
def test_hostile_text_in_one_field_among_good_answers(client, posted, one):
    """It is told, or stored in a clean form."""
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)
    names = [name for name in one.names if name not in ROWS]

    @_often(25)
    @given(st.sampled_from(names), TEXTS)
    def run(name, text):
        data = {**of_step(one), name: text, "save": "1"}
        posted(f"/my/projects/{project.ref}/?step={one.name}", data, project)

    run()


def test_hostile_text_when_a_project_is_opened(client):
    holder = make_holder()
    client.force_login(holder.user)

    for text in NASTY:
        answer = client.post(
            "/my/projects/new/", {**of_step(STEPS[0]), "unit": "SC", "title": text}
        )
        assert answer.status_code in {200, 302}
    for project in Project.objects.all():
        assert_sound(project)


@pytest.mark.parametrize("one", [*STEPS, CHECK], ids=lambda one: one.name)
def test_hostile_size_is_refused_in_words(client, one):
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)
    name = one.names[0] if one.names else "submit"

    answer = client.post(
        f"/my/projects/{project.ref}/?step={one.name}",
        f"{name}={'x' * 10_000_000}",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 413
    assert "提交的内容太大" in answer.content.decode()


def test_hostile_number_of_rows_is_refused_in_words(client):
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)
    where = f"/my/projects/{project.ref}/?step=rights"
    rows = [{"kind": "other", "name": f"{at}"} for at in range(5000)]

    assert client.post(where, of_table("rights", rows)).status_code == 413
    answer = client.post(where, of_table("rights", rows[:300]))

    assert "最多 20 行，请合并或删去几行" in answer.content.decode()
    before = project.rights
    project.refresh_from_db()
    assert project.rights == before


@pytest.mark.parametrize(
    "body", [b"title=%ff%fe%00&unit=SC", b"\xff\xfe=1&title=x", b"title=%ed%a0%80", b"&&&==&"]
)
def test_hostile_bytes_are_read_or_refused(client, body):
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)

    answer = client.post(
        f"/my/projects/{project.ref}/", body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code in {200, 302, 400}
    assert_sound(Project.objects.get())


def test_hostile_multipart_is_read_or_refused(client):
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)
    head = b'--b\r\nContent-Disposition: form-data; name="title"\r\n\r\n'

    for body in (head + b"\0\xff\r\n--b--\r\n", head, b"--b--", b""):
        answer = client.post(
            f"/my/projects/{project.ref}/", body, content_type="multipart/form-data; boundary=b"
        )
        assert answer.status_code in {200, 302, 400}
    assert_sound(Project.objects.get())


@pytest.mark.parametrize("name", ["\0", "chec", "👩‍👩‍👧", "a" * 2000, "../x"])
def test_hostile_names_of_steps_lead_to_the_first(client, name):
    holder = make_holder()
    project = make_draft(holder)
    client.force_login(holder.user)

    answer = client.get(f"/my/projects/{project.ref}/", {"step": name})

    assert answer.context["step"] == step("basic")
