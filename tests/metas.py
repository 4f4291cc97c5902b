"""What a page tells of itself in its head."""

import json
from html.parser import HTMLParser

COLUMN = ("ColumnName", "ColumnType", "ColumnDescription", "ColumnKeywords")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource", "Keywords", "Url")


class _Head(HTMLParser):
    def __init__(self):
        super().__init__()
        self.metas, self.canonical, self.linked = [], [], []
        self._reads = False

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "meta" and (name := told.get("name") or told.get("property")):
            self.metas.append((name, told["content"]))
        if told.get("rel") == "canonical":
            self.canonical.append(told["href"])
        self._reads = told.get("type") == "application/ld+json"

    def handle_data(self, data):
        if self._reads:
            self.linked.append(json.loads(data))

    def handle_endtag(self, tag):  # noqa: ARG002 -- as the parser calls it
        self._reads = False


def head_of(answer):
    head = _Head()
    head.feed(answer.content.decode())
    return head


def metas_of(answer):
    """Name → content; each is told once."""
    metas = head_of(answer).metas
    assert len(dict(metas)) == len(metas)
    return dict(metas)


def told(answer, names):
    metas = metas_of(answer)
    return [metas.get(name) for name in names]
