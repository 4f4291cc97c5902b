"""Kill -9 of the worker at any instant of an import, and a valkey that forgets everything: the unit
has in the end what an undisturbed worker would have made, once.
"""

import io
import json
import os
from collections import Counter

import pytest

from accounts.models import Organisation, Unit
from matching.models import PostingVersion
from portal.invariants import broken_invariants
from projects.importing.ordering import (
    PURPOSE,
    TARGET,
    order_submitting,
    order_taking,
    order_undoing,
)
from projects.models import ImportRow, ImportRun, ImportWork
from projects.states import ImportStage, ImportTask, Outcome
from records.models import Document, Entry, Message
from records.receiving import Destination, begin_upload, receive_whole
from records.sealing import seal_entries
from records.states import UploadStage, WorkState
from records.verifying import verify_trail
from tests.factories import make_clerk, make_lead
from tests.faults.killing import (
    INSPECT,
    Killer,
    Watch,
    claimed,
    forget_everything,
    wait_until,
    working,
)
from tests.faults.made import Demands, Projects, columns_of
from tests.faults.sheets import first_file, outcomes, second_file
from tests.imports import imported
from tests.matching.import_sheets import demand, demands
from ztc.runtime.places import CHECKOUT

pytestmark = pytest.mark.django_db(transaction=True)

FULL_SIZE = bool(os.environ.get("ZTC_FULL_SIZE"))
ROWS = 2000 if FULL_SIZE else 1200  # two pieces of each task
FEWER, MANY_WHOLE = 600, 300
TASKS = (INSPECT, *(str(task) for task in (ImportTask.READ, ImportTask.CHECK, ImportTask.TAKE)))
KILLS = 100 if FULL_SIZE else 20
AN_IMPORT = 20  # kills, at most
# More in all than is asked for: where a task is over before the last ones, others make up for it.
SHARES = dict(zip(TASKS, (0.25, 0.25, 0.3, 0.3), strict=True))
PROOFS = {
    "project": CHECKOUT / "docs/proof/import_kills.json",
    "demand": CHECKOUT / "docs/proof/import_kills_of_demands.json",
}


@pytest.fixture
def worker(transactional_db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    with working(tmp_path) as worker:
        yield worker


class Desk:
    """A unit's desk: its first file is in, its second comes."""

    def __init__(self, made, abbr, count, mark=""):
        self.by, self.unit = make_clerk(abbr), Unit.objects.get(abbr=abbr)
        self.made = made(self.unit)
        self.mandate = f"{abbr} 的授权书"
        self.first = imported(first_file(count, made.subject, mark), by=self.by)
        self.raw = second_file(count, made.subject, mark)
        self.before = self.made.records
        self.upload = self.run = None

    def send(self):
        to = Destination(TARGET)
        self.upload = begin_upload("成果.csv", len(self.raw), purpose=PURPOSE, to=to, by=self.by)
        receive_whole(self.upload, io.BytesIO(self.raw))

    def order(self):
        order_taking(self.run, only_whole=False, mandate=self.mandate, by=self.by)

    def is_at(self, stage):
        runs = ImportRun.objects.filter(unit=self.unit).exclude(pk=self.first.pk)
        self.run = runs.first()
        return self.run is not None and self.run.stage == stage


class Forgetting:
    """A valkey that forgets everything once at each of these tasks."""

    def __init__(self, *tasks):
        self.left = set(tasks)

    def look(self):
        task, _ = claimed()
        if task in self.left:
            forget_everything()
            self.left.discard(task)


def wanted(share, hits):
    """Of one task in the next import."""
    return int(min(share * AN_IMPORT, max(0, share * KILLS - hits)))


def bring(desk, worker, look=lambda: None):
    """The whole way of a file; `look` is called all the time."""
    desk.send()
    wait_for(desk, ImportStage.CHECKED, worker, look)
    desk.order()
    wait_for(desk, ImportStage.TAKEN, worker, look)


def wait_for(desk, stage, worker, look=lambda: None):
    wait_until(lambda: look() or desk.is_at(stage), worker)


def rows_of(desk):
    rows = ImportRow.objects.filter(run=desk.run).order_by("line")
    names = columns_of(ImportRow, "id", "run_id", "item")
    told = desk.made.told
    items = [told.get(item) for item in rows.values_list("item", flat=True)]
    return list(zip(rows.values(*names), items, strict=True))


def run_of(desk):
    names = ("subject", "stage", "problems", "tab", "header", "data_from", "known", "mapping")
    return ImportRun.objects.values(*names, "counts", "lacking", "only_whole").get(pk=desk.run.pk)


def verbs_of(desk):
    """What was done with each record, in the order of their making."""
    told = {}
    entries = Entry.objects.filter(table=desk.made.table, object_id__in=desk.made.told)
    for pk, verb in entries.order_by("pk").values_list("object_id", "verb"):
        told.setdefault(pk, []).append(verb)
    return [told[pk] for pk in sorted(told)]


def noted(desk, note):
    """Verb → how often it stands under this note, each time of another record."""
    entries = Entry.objects.filter(table=desk.made.table, note=note)
    assert entries.count() == entries.values("object_id").distinct().count()
    return Counter(entries.values_list("verb", flat=True))


def check_taken(desk, count):
    """By what is in the file alone."""
    expected = outcomes(count)
    assert (desk.run.stage, desk.run.counts) == (ImportStage.TAKEN, expected)
    assert noted(desk, f"批量导入 {desk.run.ref}") == desk.made.verbs_of_taking(count)
    rows = ImportRow.objects.filter(run=desk.run)
    made = rows.filter(outcome=Outcome.NEW).values_list("item", flat=True)
    assert len(set(made)) == expected["new"]
    assert len(desk.before) + expected["new"] == len(desk.made.told)
    desk.made.check_consent(desk.mandate)
    told = Message.objects.filter(about_ref=desk.run.ref)
    assert [message.to_id for message in told] == [desk.by.user_id]


def check_work(desk, *tasks):
    """Done once; to be killed is no failure of the work's own."""
    desk.upload.refresh_from_db()
    assert desk.upload.stage == UploadStage.KEPT
    assert desk.upload.inspection.document_id == desk.run.document_id
    work = ImportWork.objects.filter(run=desk.run).order_by("pk")
    assert list(work.values_list("task", "state", "attempts", "fault")) == [
        (task, WorkState.DONE, 0, "") for task in tasks
    ]
    assert ImportRun.objects.filter(unit=desk.unit).count() == 2
    assert Document.objects.filter(owner=desk.by.user_id).count() == 2


def check_sound():
    """Nothing of the house is doubled, missing, or otherwise than the trail says."""
    names = Organisation.objects.filter(name__startswith="岷江").values_list("name", flat=True)
    assert len(names) == len(set(names))
    seal_entries()
    assert list(verify_trail()) == []
    assert set(broken_invariants().values()) == {0}


def check_like(desk, undisturbed):
    assert desk.made.records == undisturbed.made.records
    for facts in (run_of, rows_of, verbs_of):
        assert facts(desk) == facts(undisturbed), facts.__name__


def tell(**facts):
    text = json.dumps(facts, ensure_ascii=False)
    print(text)  # noqa: T201 -- a figure
    return text


@pytest.mark.full_size
@pytest.mark.parametrize("made", [Projects, Demands])
def test_import_killed_at_any_instant_is_what_an_undisturbed_one_is(worker, made):
    units = iter(Unit.objects.order_by("abbr").values_list("abbr", flat=True))
    watch = Watch()
    # Other organisations: those of the file are to be registered by workers that are killed.
    bring(Desk(made, next(units), ROWS, mark="附属"), worker, watch.look)
    assert set(watch.seconds) == set(TASKS)
    killer = Killer(worker, watch.seconds, most=KILLS)

    killed = []
    while killer.left:
        killer.want({task: wanted(share, killer.hits[task]) for task, share in SHARES.items()})
        desk = Desk(made, next(units), ROWS)
        bring(desk, worker, killer.look)
        killed.append(desk)
    undisturbed = Desk(made, next(units), ROWS)
    bring(undisturbed, worker)

    cores = len(os.sched_getaffinity(0))
    seconds = {task: round(took, 2) for task, took in watch.seconds.items()}
    facts = {"rows": ROWS, "imports": len(killed), "kills": killer.hits}
    text = tell(cores=cores, **facts, seconds_undisturbed=seconds)
    assert min(killer.hits[task] for task in TASKS) >= KILLS // 10
    for desk in (undisturbed, *killed):
        check_taken(desk, ROWS)
        check_work(desk, ImportTask.CHECK, ImportTask.TAKE)
    for desk in killed:
        check_like(desk, undisturbed)
    check_sound()
    if FULL_SIZE:
        PROOFS[made.subject].write_text(text + "\n")


def test_import_survives_a_valkey_that_forgets_everything(worker):
    forgetting = Forgetting(ImportTask.CHECK, ImportTask.TAKE)
    desk, undisturbed = Desk(Projects, "SC", FEWER), Desk(Projects, "GD", FEWER)
    worker.stop()
    desk.send()
    forget_everything()  # the ring that nobody has heard
    worker.go_on()
    wait_for(desk, ImportStage.CHECKED, worker, forgetting.look)
    worker.stop()
    desk.order()
    forget_everything()
    worker.go_on()
    wait_for(desk, ImportStage.TAKEN, worker, forgetting.look)
    bring(undisturbed, worker)

    assert forgetting.left == set()
    for one in (desk, undisturbed):
        check_taken(one, FEWER)
        check_work(one, ImportTask.CHECK, ImportTask.TAKE)
    check_like(desk, undisturbed)
    check_sound()


@pytest.mark.parametrize("made", [Projects, Demands])
def test_undoing_killed_at_any_instant_is_done_once(worker, made):
    desks = [Desk(made, abbr, FEWER) for abbr in ("GD", "SC")]
    undisturbed, desk = desks
    for one in desks:
        bring(one, worker)
    watch = Watch()
    undo(undisturbed, worker, watch.look)
    killer = Killer(worker, watch.seconds, most=5)
    killer.want({ImportTask.UNDO: 5})

    undo(desk, worker, killer.look)

    tell(rows=FEWER, kills=killer.hits, seconds_undisturbed=round(watch.seconds["undo"], 2))
    assert killer.hits[ImportTask.UNDO] > 0
    for one in desks:
        check_work(one, ImportTask.CHECK, ImportTask.TAKE, ImportTask.UNDO)
        assert noted(one, f"撤销批量导入 {one.run.ref}") == one.made.verbs_of_undoing(FEWER)
        assert is_as_before(one)
    check_like(desk, undisturbed)
    check_sound()


def test_handing_in_killed_at_any_instant_is_done_once(worker):
    """Two pieces of whole demands: each handed in once, each piece told of once."""
    by, lead = make_clerk(), make_lead()
    rows = [demand(f"X-{at}", f"需求 {at}") for at in range(MANY_WHOLE)]
    run = imported(demands(*rows), by=by)
    killer = Killer(worker, {ImportTask.SUBMIT: 0.2}, most=5)
    killer.want({ImportTask.SUBMIT: 5})

    order_submitting(run, by=by)
    wait_until(lambda: killer.look() or is_handed_in(run), worker)

    tell(rows=MANY_WHOLE, kills=killer.hits)
    assert killer.hits[ImportTask.SUBMIT] > 0
    versions = PostingVersion.objects.values_list("posting", "number")
    assert len(set(versions)) == len(versions) == MANY_WHOLE
    told = Message.objects.filter(kind="matching.postingversion.submit_all", to=lead.user)
    assert sorted(int(one.context["note"]) for one in told) == [100, 200]
    check_sound()


def is_handed_in(run):
    run.refresh_from_db()
    return run.stage == ImportStage.TAKEN


def undo(desk, worker, look):
    order_undoing(desk.run, by=desk.by)
    wait_for(desk, ImportStage.UNDONE, worker, look)


def is_as_before(desk):
    """What was there is as it was; what came is given up."""
    records = desk.made.records
    old, new = records[: len(desk.before)], records[len(desk.before) :]
    given_up = {(row["status"], row["source_key"]) for row in new}
    return desk.made.is_same(old, desk.before) and given_up == {(desk.made.given_up, "")}
