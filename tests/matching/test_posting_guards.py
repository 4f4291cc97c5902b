"""What the database holds of postings, whoever writes."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from foundation import clock
from matching.models import Posting, PostingVersion, TakeUp
from matching.queries.postings import moderated_by, own_postings, owners_of, shown_postings
from matching.rules import is_moderator, is_owner
from matching.states import PostingKind, PostingStatus, VersionStatus
from records.actors import VISITOR
from tests.factories import (
    make_centre,
    make_clerk,
    make_holder,
    make_lead,
    make_project,
    make_user,
)
from tests.matching.making import make_enterprise, make_partner, make_posting

pytestmark = pytest.mark.django_db


def test_rules_and_lists_agree_for_every_role():
    owner = make_enterprise()
    roles = [owner, make_partner(), make_clerk(), make_lead(), make_clerk("GD"), make_lead("GD")]
    roles += [make_centre(), make_holder(), VISITOR]
    rows = [make_posting(owner), make_posting(kind=PostingKind.OFFER), make_posting(make_clerk())]

    for by in roles:
        own = {row.pk for kind in PostingKind for row in own_postings(by, kind)}
        assert own == {row.pk for row in rows if is_owner(by, row)}
        moderated = set(moderated_by(by).values_list("pk", flat=True))
        assert moderated == {row.pk for row in rows if is_moderator(by, row)}


def test_owners_are_the_people_of_the_organisation():
    owner = make_enterprise()
    colleague = make_enterprise(user=make_user("colleague"))
    make_enterprise("另一家企业", "91510100MA6DGNAY2J")

    assert set(owners_of(make_posting(owner))) == {owner.user_id, colleague.user_id}


def test_members_only_is_found_by_who_has_logged_in():
    posting = make_posting(reach="members")

    assert list(shown_postings(VISITOR)) == []
    assert list(shown_postings(make_holder())) == [posting]


def test_whose_a_posting_is_stays():
    posting = make_posting()

    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(unit="GD")


def test_only_offers_are_taken_up():
    project, demand = make_project("listed"), make_posting()

    with pytest.raises(IntegrityError), transaction.atomic():
        TakeUp.objects.create(
            posting=demand, project=project, status="asked", asked_by_id=project.holder_id
        )


def test_what_was_handed_in_stays_word_for_word():
    posting = make_posting()
    version = PostingVersion.objects.create(
        posting=posting,
        number=1,
        content={"title": "一"},
        status=VersionStatus.SUBMITTED,
        submitted_by_id=posting.author_id,
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        PostingVersion.objects.filter(pk=version.pk).update(content={"title": "二"})


def test_nobody_decides_on_what_they_handed_in():
    posting = make_posting()

    with pytest.raises(IntegrityError), transaction.atomic():
        PostingVersion.objects.create(
            posting=posting,
            number=1,
            content={},
            status=VersionStatus.ACCEPTED,
            submitted_by_id=posting.author_id,
            decided_by_id=posting.author_id,
            decided_at="2026-05-01T00:00:00Z",
        )


def make_version(**fields):
    posting = make_posting()
    said = {"number": 1, "content": {}, "submitted_by_id": posting.author_id, **fields}
    return PostingVersion.objects.create(posting=posting, **said)


def test_nobody_decides_on_what_they_wrote():
    lead = make_lead()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_version(
            status=VersionStatus.ACCEPTED,
            writers=[lead.user_id],
            decided_by_id=lead.user_id,
            decided_at=clock.now(),
        )


@pytest.mark.parametrize("status", ["accepted", "returned", "taken_back"])
def test_what_was_decided_stays_decided(status):
    decided = {"decided_by_id": make_lead().user_id, "decided_at": clock.now(), "remark": "改"}
    version = make_version(status=status, **({} if status == "taken_back" else decided))

    for said in ({"status": "submitted", "decided_by": None, "decided_at": None}, {"remark": "好"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PostingVersion.objects.filter(pk=version.pk).update(**said)


def test_published_under_its_name_never_hides_it():
    posting = make_posting()

    with pytest.raises(DatabaseError), transaction.atomic():
        Posting.objects.filter(pk=posting.pk).update(reach="anonymous", alias="某企业")


def test_anonymous_needs_another_name():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_posting(reach="anonymous")


def test_anonymous_never_says_whose_it_is():
    posting = make_posting(reach="anonymous", alias="某新能源汽车零部件企业")

    assert posting.shown_owner == "某新能源汽车零部件企业"
    assert posting.organisation.name not in "".join(posting.facts.values())
    assert posting.status == PostingStatus.PUBLISHED
