"""Projects and postings enough to be matched, and the work of matching done in the test's own
process, as a worker would do it."""

from matching.indexing import absorb
from matching.models import Indexed, MatchChunk, Snapshot, Suggestion
from matching.runs import open_run, work_on
from matching.snapshots import forget_index
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
    return make_project("listed", holder, **said, **dict.fromkeys(texts, body * 15), **fields)


def stock_posting(topic="driver", by=None, **fields):
    title, body = TOPICS[topic]
    said = {"title": title, "problem": body, "key_points": "", "goal": "", "keywords": []}
    return make_posting(by, **{**said, **fields})


def work():
    """Until nothing waits, as the beat and a worker do. Returns how many records changed."""
    forget_index()
    taken = absorb()
    for model in (Snapshot, MatchChunk):
        while ids := list(waiting(model).values_list("pk", flat=True)):
            for pk in ids:
                carry_out(model._meta.label_lower, pk)
    assert not MatchChunk.objects.filter(attempts__gt=0).exists(), faults()
    return taken


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
