"""What a release changes, for whom."""

from datetime import date

from hypothesis import given, strategies as st

from roadshows.differences import Side, differences
from roadshows.timeline import moment_of, on_day

DAY = date(2026, 6, 16)
ZHAO, P1, P2 = (Side.PERSON, "ZHAO"), (Side.PROJECT, "P1"), (Side.PROJECT, "P2")


def item(ref, start, project="", room="", people=()):
    return {
        "ref": ref,
        "title": f"项目{ref}",
        "project": project,
        "room": room,
        "starts": moment_of(DAY, start).isoformat(),
        "ends": moment_of(DAY, start + 13).isoformat(),
        "people": [{"ref": one, "part": part} for one, part in people],
    }


def content(*items):
    return {
        "day": "2026-06-16",
        "begins": moment_of(DAY, 840).isoformat(),
        "ends": moment_of(DAY, 1000).isoformat(),
        "room": "",
        "items": list(items),
    }


def told(before, after):
    return {who: [one.sentence for one in some] for who, some in differences(before, after).items()}


def test_first_release_tells_everybody_in_it():
    after = content(item("A", 840, "P1", people=[("ZHAO", "speaker")]))

    assert told(None, after) == {
        P1: ["“项目A”列入议程：14:00–14:13，主会场"],
        ZHAO: ["你在“项目A”里是讲者：14:00–14:13，主会场"],
    }


def test_only_what_changed_is_told():
    before = content(item("A", 840, "P1"), item("B", 853, "P2", people=[("ZHAO", "chair")]))
    after = content(
        item("A", 840, "P1"),
        item("B", 900, "P2", room="二号厅", people=[("ZHAO", "speaker")]),
    )

    moved = ["“项目B”的时间由 14:13–14:26 改为 15:00–15:13", "“项目B”的会场由主会场改为二号厅"]
    assert told(before, after) == {
        P2: moved,
        ZHAO: [*moved, "“项目B”里你由主持改为讲者"],
    }


def test_who_is_out_is_told_so():
    before = content(item("A", 840, "P1", people=[("ZHAO", "speaker")]), item("B", 853, "P2"))
    after = content(item("B", 853, "P2"))

    assert told(before, after) == {
        P1: ["“项目A”不再列入议程"],
        ZHAO: ["“项目A”不再由你担任讲者"],
    }


_contents = st.lists(
    st.tuples(st.sampled_from("ABCD"), st.integers(480, 1200), st.sampled_from(["", "P1", "P2"])),
    unique_by=lambda row: row[0],
).map(lambda rows: content(*(item(*row) for row in rows)))


@given(_contents, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_another_day_changes_nothing_for_anybody(one, day):
    assert differences(one, one) == {}
    assert differences(one, on_day(one, day)) == {}


@given(_contents, _contents)
def test_what_one_way_brings_in_the_other_takes_out(one, other):
    there, back = differences(one, other), differences(other, one)

    assert there.keys() == back.keys()
    kinds = {"in": "out", "out": "in"}
    for whom, changes in there.items():
        turned = sorted((kinds.get(change.kind, change.kind), change.item) for change in changes)
        assert turned == sorted((change.kind, change.item) for change in back[whom])
