"""What a browser sends of a form that saves itself."""

from foundation.typed import Page, page_of


def test_page_is_kept_without_what_the_database_takes_none_of():
    assert page_of({"revision": "3", "page": "p\0age" + "x" * 40}) == Page(3, "page" + "x" * 36)
    assert page_of({"revision": "-1"}) == Page()
