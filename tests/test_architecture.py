"""The rules of the house, asked of every file; then each rule is shown to be able to fail."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.test.utils import isolate_apps

from projects.models import Project
from records.states import EXISTS, NOTHING, Transition
from records.workflows import all_workflows
from tests.architecture import house, python_rules as rules
from tests.architecture.house import Module, Page
from tests.architecture.model_rules import table_faults, upward_relations
from tests.architecture.page_rules import page_faults
from tests.architecture.sizes import table
from tests.architecture.snippets import BAD, GOOD, STAGE

ALL_PYTHON = (*house.ROOMS, "ztc", "tests", "bench", "deploy")
MODEL_NAMES = {
    model.__name__ for model in apps.get_models() if model._meta.app_label in house.ROOMS
}


def breaches(rule, modules, *args):
    return [breach for module in modules for breach in rule(module, *args)]


def test_stages_know_nothing_of_http():
    assert breaches(rules.http_below_the_edges, house.rooms()) == []


def test_edges_write_to_no_table():
    assert breaches(rules.writes_at_the_edges, house.rooms()) == []


def test_writes_are_in_stages():
    stages = breaches(rules.writes, [m for m in house.rooms() if m.is_stage])
    others = breaches(rules.writes, [m for m in house.rooms() if not m.is_stage])

    share = len(stages) / len(stages + others)
    print(f"\n{len(stages)} of {len(stages + others)} writes in stages: {share:.0%}")  # noqa: T201 -- asked for
    assert share >= 0.85, others


def test_states_are_set_by_their_door_alone():
    modules = house.rooms() + house.roof()

    assert breaches(rules.states_set_outside_the_door, modules, MODEL_NAMES) == []


def test_there_is_one_clock():
    assert breaches(rules.other_clocks, house.rooms() + house.roof()) == []


def test_no_relation_points_up():
    relations = [found for model in apps.get_models() for found in upward_relations(model)]

    assert relations == []


def test_foreign_keys_name_classes():
    assert breaches(rules.string_foreign_keys, house.rooms()) == []


def test_templates_hold_no_logic_and_nothing_inline():
    assert [fault for page in house.pages() for fault in page_faults(page)] == []


def test_what_is_silenced_says_why():
    assert breaches(rules.silenced_without_reason, house.modules(*ALL_PYTHON)) == []


def test_modules_are_called_after_what_they_do():
    assert breaches(rules.bad_module_names, house.modules(*ALL_PYTHON)) == []


def test_nothing_hangs_on_signals():
    assert breaches(rules.signals, house.rooms() + house.roof()) == []


def test_public_stage_functions_are_typed():
    assert breaches(rules.missing_annotations, house.rooms()) == []


def test_nothing_is_larger_than_the_house_allows():
    rows = table(house.modules(*house.ROOMS, "ztc"), house.modules("tests"), house.pages())

    print("\n", *["found / aimed: median, p95, max", *rows], sep="\n")  # noqa: T201 -- asked for
    assert [size for row in rows for size in row.over] == []


@pytest.mark.parametrize("workflow", all_workflows(), ids=lambda workflow: workflow.table)
def test_table_of_moves_is_sound(workflow):
    field = workflow.model._meta.get_field("status") if workflow.has_status else None
    statuses = [value for value, _ in field.flatchoices] if field else [EXISTS]

    assert list(table_faults(workflow.transitions, statuses, workflow.rules)) == []


def test_every_table_of_moves_is_declared():
    declared = [workflow.transitions for workflow in all_workflows()]
    tables = {
        f"{module.path}: {name}": value
        for module in house.rooms()
        if module.names[1:] == ("states",)
        for name, value in vars(_imported(module)).items()
        if isinstance(value, tuple) and value and isinstance(value[0], Transition)
    }

    assert tables
    assert [name for name, moves in tables.items() if moves not in declared] == []


def _imported(module):
    return __import__(".".join(module.names), fromlist=["*"])


def test_stages_and_rooms_are_read_from_the_contracts():
    assert {"intake", "workflow", "keys"} <= house.STAGES
    assert house.STAGES.isdisjoint({"queries", "rules", "models", "forms", "declarations"})
    assert house.ROOMS[0] == "portal"
    assert house.ROOMS[-1] == "foundation"
    assert len([module for module in house.rooms() if module.is_stage]) > 10
    assert len(house.pages()) > 10


def _cases(snippets):
    return [(rule, said) for rule, said_of_it in snippets.items() for said in said_of_it]


def _found(rule, said):
    path, text = (STAGE, said) if isinstance(said, str) else said
    extra = [{"Project", "Message"}] if rule is rules.states_set_outside_the_door else []
    return list(rule(Module(path, text), *extra))


@pytest.mark.parametrize(("rule", "said"), _cases(BAD))
def test_rule_finds_a_breach(rule, said):
    assert _found(rule, said)


@pytest.mark.parametrize(("rule", "said"), _cases(GOOD))
def test_rule_leaves_good_code_alone(rule, said):
    assert _found(rule, said) == []


def test_every_rule_has_both_kinds_of_snippet():
    assert BAD.keys() == GOOD.keys()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<script nonce="a">alert(1)</script>',
        "<style>p { color: red }</style>",
        '<p class="a" style="color: red">',
        '<p style="{{ colour }}">',
        '<button onclick="go()">',
        '<button\n  hx-on:click="go()">',
        '<a href="javascript:go()">',
        "{{ text|safe }}",
        "{{ parts | safeseq }}",
        "{% autoescape off %}{% endautoescape %}",
        "{% regroup rows by unit as units %}",
        "{% now 'Y' %}",
        "{% load my_queries %}",
        "{% load allauth %}",
        "{% slot %}{% endslot %}",
    ],
)
def test_page_rule_finds_a_breach(text):
    assert list(page_faults(Page("templates/a.html", text)))


@pytest.mark.parametrize(
    "page",
    [
        Page("templates/a.html", "<script src=\"{% static 'js/ui.js' %}\" defer></script>"),
        Page("templates/a.html", '{% with once=1 %}<p class="on">{{ safe }}</p>{% endwith %}'),
        Page("templates/a.html", "{% if a > b %}{% form_row form.title %}{% endif %}"),
        Page("templates/a.html", '<link rel="stylesheet"> <meta content="width=1">'),
        Page("templates/allauth/elements/a.html", "{% load allauth %}{% slot %}{% endslot %}"),
        Page("templates/messages/a.html", '<p style="margin:0">'),
        Page("templates/a.txt", "{% autoescape off %}{{ title }}{% endautoescape %}"),
    ],
)
def test_page_rule_leaves_good_pages_alone(page):
    assert list(page_faults(page)) == []


def test_mail_may_be_styled_and_nothing_else():
    faults = page_faults(Page("templates/messages/a.html", "<style></style><p onclick='x'>"))
    assert [fault.partition(": ")[2] for fault in faults] == [
        "an inline style",
        "a handler attribute",
    ]


def test_breach_in_a_page_is_named_by_its_line():
    assert list(page_faults(Page("a.html", "<p>\n<p>\n<p style=''>"))) == [
        "a.html:3: a style attribute"
    ]


@isolate_apps("records", "projects", "portal")
def test_relation_upwards_is_found_and_others_are_not():
    class Fact(models.Model):  # noqa: DJ008 -- never shown
        project = models.ForeignKey(Project, models.PROTECT, related_name="+")
        user = models.ForeignKey(get_user_model(), models.PROTECT, related_name="+")

        class Meta:
            app_label = "records"

    class Desk(models.Model):  # noqa: DJ008 -- never shown
        facts = models.ManyToManyField(Fact, related_name="+")

        class Meta:
            app_label = "portal"

    assert list(upward_relations(Fact)) == ["records.Fact.project points up to projects.Project"]
    assert list(upward_relations(Desk)) == []


WAY = (Transition("open", NOTHING, "a", "新建", "新建"), Transition("go", "a", "b", "走", "走"))


@pytest.mark.parametrize(
    ("moves", "statuses", "ruled", "fault"),
    [
        (WAY, "a", ["open", "go"], "go: unknown status in 'a' → 'b'"),
        (WAY, "abc", ["open", "go"], "c: is never reached"),
        (WAY[1:], "ab", ["go"], "a: is never reached"),
        (WAY, "ab", ["open"], "go: has no rule"),
        (WAY, "ab", ["open", "go", "fly"], "fly: a rule, but no move"),
        (WAY + WAY[1:], "ab", ["open", "go"], "('go', 'a'): leads two ways"),
        (
            (Transition("open", NOTHING, "a", "", "新建"),),
            "a",
            ["open"],
            "open: a label is missing",
        ),
    ],
)
def test_fault_in_a_table_of_moves_is_found(moves, statuses, ruled, fault):
    assert fault in table_faults(moves, statuses, dict.fromkeys(ruled))


def test_sound_table_of_moves_is_left_alone():
    assert list(table_faults(WAY, "ab", {"open": None, "go": None})) == []


def test_sizes_are_measured_from_first_to_last_line():
    long = "@decorated\ndef f(a, b, *, c, d, e, f, g):\n" + "    a = 1\n" * 50
    code, test = (
        Module("a/models/b.py", long),
        Module("tests/test_a.py", "def test_a():\n    pass\n"),
    )

    rows = {row.what: row for row in table([code], [test], [Page("a.html", "\n" * 181)])}

    assert rows["lines a function"].over == ["a/models/b.py:2 f: 51 lines a function"]
    assert rows["arguments a function"].over == ["a/models/b.py:2 f: 7 arguments a function"]
    assert rows["lines a template"].over == ["a.html: 181 lines a template"]
    assert [row.over for what, row in rows.items() if "test" in what] == [[], []]
    assert rows["lines a test"].sizes[0].value == 2
