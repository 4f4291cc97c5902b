"""What people take along of this room, and what stays the organisation's."""

import pytest

from accounts.granting import end
from foundation.typed import Page
from matching.filing import draft_of, keep_typed
from matching.models import Posting
from matching.queries import own_data
from records.actors import PORTAL
from tests.factories import make_user
from tests.matching.filing import accepted
from tests.matching.making import make_enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_enterprise()


@pytest.fixture
def colleague():
    return make_enterprise(user=make_user("colleague"))


@pytest.fixture
def posting(author, colleague):
    """A colleague has taken it on: another title, another person to reach."""
    posting = accepted(author)
    typed = {"title": "接手后的名称", "contact_name": "接手人"}
    keep_typed(posting, typed, page=Page(), by=colleague)
    Posting.objects.filter(pk=posting.pk).update(title="接手后的名称", contact_name="接手人")
    return posting


def test_of_drafts_only_what_they_typed_themselves(posting, author, colleague):
    [own] = own_data(author.user_id)["posting_drafts"]
    [theirs] = own_data(colleague.user_id)["posting_drafts"]

    typed = draft_of(posting).typed
    assert theirs["typed"] == {"title": "接手后的名称", "contact_name": "接手人"}
    assert own["typed"].keys() == typed.keys() - {"title", "contact_name"}


def test_who_left_takes_along_what_they_handed_in(posting, author):
    [there] = own_data(author.user_id)["postings"]
    assert (there["reached"], there["reached_at"]) == ("接手人", "13800000000")

    end(author.user.memberships.get(), by=PORTAL)

    [row] = own_data(author.user_id)["postings"]
    assert (row["reached"], row["reached_at"]) == (None, None)
    assert row["said_title"] == "车规级隔离驱动芯片国产替代"
    assert row["said_until"] == posting.valid_until.isoformat()
