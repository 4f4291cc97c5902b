"""A crawler as every role over every page it can reach."""

import pytest

from tests.matrix.cast import COLUMNS
from tests.matrix.crawler import Page, crawl, english_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", COLUMNS)
def test_no_page_is_dead_or_foreign_or_leaks_a_contact(cast, column):
    foreign = {
        contact
        for name, actor in cast.actors.items()
        if name != column
        for contact in (actor.user.email, actor.user.phone)
    }

    faults, seen = crawl(cast.clients[column], "/", foreign=foreign)

    assert faults == []
    assert {"/", "/showcase/"} < seen


def test_crawler_finds_what_it_looks_for(cast):
    """A page with every fault; without this the crawler could be blind."""
    html = '<a href="/nowhere/">x</a><p title="Sign in here">请登录</p><script>var a b</script>'

    assert english_in(Page(html)) == ["Sign in here"]
    assert Page(html).links == ["/nowhere/"]
    email = cast.actors["lead"].user.email
    faults, _ = crawl(cast.clients["visitor"], f"/showcase/?q={email}", foreign=[email])
    assert any(fault.endswith(f"shows {email}") for fault in faults)
    assert crawl(cast.clients["visitor"], "/nowhere/")[0] == [" → /nowhere/: 404"]
