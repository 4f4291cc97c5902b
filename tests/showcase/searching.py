"""A visitor's search."""

from showcase.queries import found_by, listings_of


def found(text="", sort="", **conditions):
    return found_by({"q": text, "sort": sort, **conditions})


def titles_found(text="", sort="", **conditions):
    return [listing.title for listing in listings_of(found(text, sort, **conditions).keys)]
