"""What the cast is asked about of the library: a text the centre has read, a pair it ruled upon,
pairs and projects with something wrong, services with and without evidence, and what the agency
brought."""

from datetime import timedelta

from accounts.acting import actor_of
from foundation import clock
from projects.claiming import take_over
from projects.entitlements import Said, note_service, prove
from projects.models import LikePair, QueueRow
from projects.proofreading import read_version
from projects.ruling import dismiss
from projects.states import ServiceKind
from tests import factories
from tests.records.filed import file_pdf

YEARS = timedelta(days=900)


def keep_library(cast):
    centre, clerk = cast.actors["centre"], cast.actors["clerk"]
    read = factories.make_project("accepted", cast.actors["holder"], title="已经复审的成果")
    cast.read = read
    cast.reading = read_version(read.versions.get(), by=centre, note="数据核对过")
    cast.ruling = dismiss(cast.returned, cast.similar, by=centre, note="一个是材料，一个是器件")
    _serve(cast, clerk)
    _bring(cast)
    _let_lie(cast)
    _pair(cast.submitted, cast.similar)


def _pair(one, other):
    """As the worker would find them, who looks through everything there is."""
    first, second = sorted((one, other), key=lambda project: project.pk)
    LikePair.objects.create(first=first, second=second, is_same_right=True, share=92)


def _serve(cast, clerk):
    """The first holder's listed project, twice."""
    day, said = clock.today(), Said(cast.organisation, "两次模拟路演，改了商业计划书")
    rest = {"on": day, "by": clerk}
    cast.service = note_service(
        cast.listed, ServiceKind.COACHING, provider="蜀道技术转移中心", said=said, **rest
    )
    prove(cast.service, file_pdf(clerk, "签到表.pdf"), by=clerk)
    cast.service_bare = note_service(
        cast.listed, ServiceKind.SUPPORT, provider="四川省科技厅", **rest
    )


def _bring(cast):
    """One the agency looks after, one its unit has taken over."""
    agency = actor_of(cast.actors["agency"].user)
    cast.with_agency = factories.make_filed_project("listed", agency, title="机构代管的成果")
    brought = factories.make_filed_project("submitted", agency, title="收回代管的成果")
    cast.taken_over = take_over(brought, by=cast.actors["lead"], reason="机构不再做这个领域")


def _let_lie(cast):
    """A project nobody has said a word of for years; its patents are over."""
    with clock.shift(-YEARS):
        cast.stale = factories.make_project(
            "listed", cast.actors["holder"], title="多年没有更新的成果"
        )
    rest = {"version": cast.stale.versions.get(), "rights_end": clock.today() - YEARS}
    QueueRow.objects.update_or_create(project=cast.stale, defaults=rest)
