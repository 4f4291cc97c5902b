"""What a template may not hold: logic, and whatever the Content-Security-Policy forbids."""

import re
from collections.abc import Iterator

from foundation.templatetags.ui import register as components
from tests.architecture.house import Page

_TAG = re.compile(r"\{%-?\s*(\w+)\s*(.*?)\s*-?%\}", re.DOTALL)
_TEMPLATE_SYNTAX = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_UNSAFE = re.compile(r"\|\s*(safe|safeseq)\b")
# Mail readers take no stylesheet, and no policy keeps them from a style attribute.
_MAIL, _STYLED = "templates/messages/", "a style attribute"
_INLINE = {
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b", re.IGNORECASE),
    _STYLED: re.compile(r"[\s\"']style\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"[\s\"'](hx-)?on[a-z:-]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
TAGS = {
    *("if", "elif", "else", "endif", "for", "empty", "endfor", "with", "endwith"),
    *("include", "extends", "block", "endblock", "load", "url", "static", "csrf_token"),
    *("partialdef", "endpartialdef", "partial", "querystring", "comment", "endcomment"),
    *("translate", "trans", "blocktranslate", "endblocktranslate"),
}
# In the skin of allauth's own pages: where it puts its words.
_SLOTS = {"slot", "endslot"}
_LIBRARIES = {"static", "humanize", "partials", "i18n", "django_htmx"}


def page_faults(page: Page) -> Iterator[str]:
    yield from _tags(page)
    yield from _unsafe(page)
    if page.path.endswith(".html"):
        yield from _inline(page)


def _tags(page: Page) -> Iterator[str]:
    tags, libraries = _allowed(page.path)
    for match in _TAG.finditer(page.text):
        name, rest = match.groups()
        if name not in tags:
            yield page.at(match.start(), f"{{% {name} %}}")
        if name == "load" and not libraries.issuperset(rest.split()):
            yield page.at(match.start(), f"loads {rest}")


def _allowed(path: str) -> tuple[set[str], set[str]]:
    """Tags and libraries of templates in this place."""
    tags, libraries = TAGS | set(components.tags), _LIBRARIES
    if path.endswith(".txt"):
        tags |= {"autoescape", "endautoescape"}
    if path.startswith("templates/allauth/"):
        tags, libraries = tags | _SLOTS, libraries | {"allauth"}
    return tags, libraries


def _unsafe(page: Page) -> Iterator[str]:
    for match in _UNSAFE.finditer(page.text):
        yield page.at(match.start(), match[0])


def _inline(page: Page) -> Iterator[str]:
    """Over the HTML alone: what is between Django's braces keeps its length, as dashes."""
    html = _TEMPLATE_SYNTAX.sub(lambda m: re.sub(r"[^\n]", "-", m[0]), page.text)
    is_mail = page.path.startswith(_MAIL)
    for words, pattern in _INLINE.items():
        if is_mail and words == _STYLED:
            continue
        for match in pattern.finditer(html):
            yield page.at(match.start(), words)
