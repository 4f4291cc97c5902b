"""Projects and postings enough to be matched, and the work of matching done in the test's own
process, as a worker would do it."""

from copy import copy

from bench.synthetic import summaries, titles
from foundation.refs import new_ref
from foundation.sql import insert_rows, take_ids
from matching.indexing import absorb
from matching.models import Indexed, MatchChunk, MeaningWork, Posting, Snapshot, Suggestion
from matching.runs import open_run, work_on
from matching.snapshots import forget_index
from projects.models import Project, Version
from records.states import WorkState
from records.working import carry_out
from tests.factories import make_project
from tests.matching.making import make_posting

TOPICS = {
    "driver": ("碳化硅栅极驱动芯片", "短路保护响应快，用于车规级隔离驱动"),
    "battery": ("锂电隔膜陶瓷涂层", "涂覆均匀，热收缩率低，用于动力电池"),
    "bridge": ("桥梁健康监测系统", "光纤传感器布设在主梁，实时识别裂缝"),
    "vaccine": ("重组蛋白疫苗佐剂", "提高抗体滴度，已完成动物试验"),
}


def stock_project(topic="driver", holder=None, **fields):
    title, body = TOPICS[topic]
    texts = ("summary", "problem", "innovation", "market")
    said = {"title": title, "tagline": title, "keywords": [title[:4], title[-4:], topic]}
    said |= dict.fromkeys(texts, body * 15)
    return make_project("listed", holder, **{**said, **fields})


def stock_posting(topic="driver", by=None, **fields):
    title, body = TOPICS[topic]
    said = {"title": title, "problem": body, "key_points": "", "goal": "", "keywords": []}
    return make_posting(by, **{**said, **fields})


def work():
    """Until nothing waits, as the beat and a worker do. Returns how many changes were taken in."""
    forget_index()
    taken = 0
    while count := absorb():
        taken += count
        for model in (MeaningWork, Snapshot, MatchChunk):
            carry_out_all(model)
    for model in (Snapshot, MatchChunk):
        carry_out_all(model)
    assert not MatchChunk.objects.filter(attempts__gt=0).exists(), faults()
    return taken


def carry_out_all(model):
    while ids := list(waiting(model).values_list("pk", flat=True)):
        for pk in ids:
            carry_out(model._meta.label_lower, pk)


def waiting(model):
    return model.objects.filter(state=WorkState.WAITING, attempts=0).order_by("pk")


def faults():
    return list(MatchChunk.objects.exclude(fault="").values_list("fault", flat=True))


def run_all(**options):
    work()
    run = open_run(**options)
    while work_on(run):
        pass
    run.refresh_from_db()
    return run


def revision_of(record, sort="project"):
    return Indexed.objects.get(sort=sort, key=record.pk).revision


def list_of(posting):
    """Projects in the order they are suggested."""
    rows = Suggestion.objects.filter(posting=posting, place__isnull=False).order_by("place")
    return [row.project for row in rows.select_related("project")]


def list_of_project(project, kind="demand"):
    rows = Suggestion.objects.filter(project=project, place_of_project__isnull=False)
    rows = rows.filter(posting__kind=kind).order_by("place_of_project")
    return [row.posting for row in rows.select_related("posting")]


def stock_many(projects, postings):
    """By set, past the door, each a copy of one that came through it: for runs over many."""
    first, posting = stock_project(), stock_posting()
    _copies_of_project(first, projects - 1)
    _copies_of_posting(posting, postings - 1)


def _copies_of_project(project, count):
    version = project.versions.get()
    rows, versions, listings = [], [], []
    ids = zip(take_ids(Project, count), take_ids(Version, count), strict=True)
    texts = zip(titles(count), summaries(count), strict=True)
    for (pk, version_pk), (title, summary) in zip(ids, texts, strict=True):
        rows.append(_like(project, id=pk, ref=new_ref(), code=f"2026-SC-{pk:06d}", title=title))
        said = {**version.content, "title": title, "summary": summary}
        versions.append(_like(version, id=version_pk, project_id=pk, content=said))
        fresh = {"project_id": pk, "version_id": version_pk, "title": title}
        listings.append(_like(project.listing, **fresh))
    for made in (rows, versions, listings):
        insert_rows(made)


def _copies_of_posting(posting, count):
    texts = zip(titles(count, seed=5), summaries(count, seed=6), strict=True)
    insert_rows(
        [
            _like(posting, id=pk, ref=new_ref(), code=f"D26-{pk:07d}", title=title, problem=problem)
            for pk, (title, problem) in zip(take_ids(Posting, count), texts, strict=True)
        ]
    )


def _like(row, **values):
    copied = copy(row)
    for name, value in values.items():
        setattr(copied, name, value)
    return copied
