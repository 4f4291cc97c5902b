"""A visitor's search."""

from projects.queries import listings_of
from showcase.queries import found_by


def found(text="", sort="", **conditions):
    return found_by({"q": text, "sort": sort, **conditions})


def titles_found(text="", sort="", **conditions):
    return [listing.title for listing in listings_of(found(text, sort, **conditions).keys)]
