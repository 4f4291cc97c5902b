"""What a public page tells of itself: to the monitors of government sites (政府网站发展指引), to
what previews a link, to search engines. `layouts/_article.html` writes it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.text import Truncator

_LONGEST = 120  # characters of a description: what search engines show


@dataclass(frozen=True, slots=True)
class Article:
    """One thing at its one address. `path` is that of the address everybody shares, `text` whatever
    says most of it, `source` who says so; `linked_data` is JSON-LD, for one that has any. All of it
    is for everybody: no name of a person, and of an anonymous posting not whose it is."""

    title: str
    path: str
    text: str
    source: str
    published_at: datetime | None
    keywords: Sequence[str] = ()
    linked_data: Mapping[str, Any] | None = None

    @property
    def url(self) -> str:
        return f"{settings.SITE_URL}{self.path}"

    @property
    def description(self) -> str:
        """On one line."""
        return str(Truncator(" ".join(self.text.split())).chars(_LONGEST))

    @property
    def image(self) -> str:
        return f"{settings.SITE_URL}{static('img/share.png')}"
