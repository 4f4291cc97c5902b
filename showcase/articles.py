"""What the page of a project tells of itself, from the version in force alone."""

from typing import Any

from django.conf import settings

from foundation.articles import Article
from foundation.clock import SHANGHAI
from projects.models import Listing


def article_of(listing: Listing, path: str) -> Article:
    """Of a listing read `for_page`, at the address everybody shares."""
    content = listing.version.content
    return Article(
        title=listing.title,
        path=path,
        text=_text(content),
        source=listing.unit.department,
        published_at=listing.listed_at,
        keywords=content.get("keywords", []),
        linked_data=_linked_data(listing, f"{settings.SITE_URL}{path}"),
    )


def _text(content: dict[str, Any]) -> str:
    return " ".join(filter(None, (content.get("tagline", ""), content.get("summary", ""))))


def _linked_data(listing: Listing, url: str) -> dict[str, Any]:
    """A CreativeWork: a ScholarlyArticle would be a publication with its authors' names, a Product
    goods with a price. Houses alone are named, never persons; what is not said is left out."""
    content = listing.version.content
    told = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": url,
        "url": url,
        "identifier": listing.project.code,
        "name": listing.title,
        "description": content.get("tagline", ""),
        "keywords": list(content.get("keywords", [])),
        "inLanguage": "zh-CN",
        "version": listing.version.number,
        "datePublished": listing.listed_at.astimezone(SHANGHAI).isoformat(),
        "about": _about(listing),
        "creator": _house("Organization", content.get("organisation", "")),
        "sourceOrganization": _house("GovernmentOrganization", listing.unit.department),
        "publisher": {**_house("Organization", settings.SITE_NAME), "url": settings.SITE_URL},
    }
    return {name: value for name, value in told.items() if value}


def _about(listing: Listing) -> dict[str, str]:
    field = listing.field
    return {"@type": "DefinedTerm", "termCode": field.code, "name": field.name} if field else {}


def _house(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": name} if name else {}
