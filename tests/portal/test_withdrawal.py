"""撤下: one move, and from its commit on no reader says a word of the project."""

from types import SimpleNamespace

import pytest

from accounts.models import Membership
from matching.interests import Wish, send_interest
from matching.states import PostingKind, Sort
from matching.taking_up import ask
from matching.texts import keys_matched
from portal.queries import fields_shown, way_so_far, what_came_of_it
from projects.disclosing import grant_all
from projects.library import restore, withdraw
from provinces.columns.facts import Facts
from roadshows.posters import poster_of
from roadshows.queries.programme import may_stand
from tests.factories import (
    make_centre,
    make_draft,
    make_holder,
    make_recommendation,
    take_to,
)
from tests.logins import FreshClient
from tests.matching.making import make_enterprise, make_partner, make_posting, suggest
from tests.matrix.crawler import crawl
from tests.projects.attaching_files import make_attachment
from tests.provinces.making import plan_of
from tests.roadshows.making import dated
from tests.roadshows.standing import item, released

pytestmark = pytest.mark.django_db

TITLE = "撤下以后谁也不提的芯片"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world():
    """A project that everybody reads of: shown, recommended, matched, asked for, in an agenda."""
    holder, seeker, partner = make_holder(), make_enterprise(), make_partner()
    draft = make_draft(holder, title=TITLE)
    open_file = make_attachment(draft, holder, visibility="public")
    lent_file = make_attachment(draft, holder, visibility="granted")
    project = take_to("listed", draft, holder)
    seat = Membership.objects.get(user=seeker.user)
    grant_all([lent_file], seat.organisation, by=holder)
    make_recommendation(project)
    demand, offer = make_posting(seeker), make_posting(partner, PostingKind.OFFER)
    suggest(demand, project, place=1, place_of_project=1)
    interest = send_interest(project, Wish("learn", "想了解"), by=seeker)
    ask(offer, project, message="想排两批样片", by=holder)
    [roadshow] = dated("SC")
    words = {"title": TITLE, "project": project.ref, "code": project.code}
    released(roadshow, item("14:00", "14:13", "pitch", **words))
    return SimpleNamespace(
        project=project,
        interest=interest,
        holder=holder,
        seeker=seeker,
        partner=partner,
        open_file=open_file,
        lent_file=lent_file,
        demand=demand,
        offer=offer,
        roadshow=roadshow,
    )


def client_of(actor):
    client = FreshClient()
    if actor is not None:
        client.force_login(actor.user)
    return client


def tells(path, actor=None, about=TITLE):
    """Whether who asks is given the file, or a page that names the project."""
    answer = client_of(actor).get(path)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.status_code != 200:
        return False
    is_text = answer["Content-Type"].startswith("text/")
    return about in content.decode().replace("\r\n ", "") if is_text else True


# Reader → whether it says anything of the project.
READERS = {
    "the front page": lambda _: tells("/"),
    "the showcase": lambda _: tells("/showcase/"),
    "a search": lambda w: tells("/showcase/?q=芯片", about=f"/showcase/{w.project.code}/"),
    "its page": lambda w: tells(f"/showcase/{w.project.code}/"),
    "its page by ref": lambda w: tells(f"/showcase/{w.project.ref}/"),
    "its open file": lambda w: tells(f"/files/{w.open_file.ref}/"),
    "a file that was lent": lambda w: tells(f"/files/{w.lent_file.ref}/", w.seeker),
    "the form for an interest": lambda w: tells(f"/showcase/{w.project.code}/interest/", w.partner),
    "the matches of a demand": lambda w: tells(f"/desk/matches/{w.demand.ref}/", w.seeker),
    "what is matched": lambda w: w.project.pk in keys_matched(Sort.PROJECT),
    "what may ask for an offer": lambda w: tells(f"/offers/{w.offer.code}/ask/", w.holder),
    "a roadshow's page": lambda w: tells(f"/roadshows/{w.roadshow.code}/"),
    "a roadshow's calendar": lambda w: tells(f"/roadshows/{w.roadshow.ref}.ics"),
    "the calendar of all": lambda _: tells("/roadshows.ics"),
    "who may stand in a lineup": lambda w: may_stand(w.roadshow).filter(pk=w.project.pk).exists(),
    "a plan's choice": lambda w: w.project.code in Facts(plan_of()).projects,
    "its recommendation": lambda w: w.project.recommendations.filter(status="given").exists(),
    "the link of who is interested": lambda w: tells(
        f"/interests/{w.interest.ref}/", w.seeker, f'href="/showcase/{w.project.code}/"'
    ),
}


def counts():
    """Of the front page: the library, what is shown, this year's, by field, recommended."""
    way = way_so_far()
    fields = sum(one["count"] for one in fields_shown())
    return [way["listed"], way["shown"], way["this_year"], fields, what_came_of_it()["recommended"]]


def test_every_reader_follows_the_withdrawal_at_commit(world):
    before = {name for name, reads in READERS.items() if reads(world)}
    poster, counted = poster_of(world.roadshow, "a4").digest, counts()

    withdraw(world.project, by=make_centre(), reason="权属有争议")

    assert before == set(READERS)
    assert [name for name, reads in READERS.items() if reads(world)] == []
    assert poster_of(world.roadshow, "a4").digest != poster
    assert counts() == [count - 1 for count in counted]


def test_restored_project_is_read_again_but_not_recommended(world):
    withdrawn = withdraw(world.project, by=make_centre(), reason="权属有争议")

    restore(withdrawn, by=make_centre(), reason="争议已了结")

    silent = {"its recommendation", "who may stand in a lineup"}
    assert {name for name, reads in READERS.items() if not reads(world)} == silent


@pytest.mark.parametrize("who", ["seeker", "partner", "holder", None])
def test_no_link_leads_to_what_was_withdrawn(world, who):
    actor = getattr(world, who) if who else None
    withdraw(world.project, by=make_centre(), reason="权属有争议")

    faults, seen = crawl(client_of(actor), "/")

    # What was said in a letter before stays as it was said.
    assert [fault for fault in faults if not fault.startswith("/account/messages/")] == []
    assert f"/showcase/{world.project.code}/" not in seen
