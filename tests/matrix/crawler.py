"""Walks every page one can reach by links, as one person, and notes what should not be there."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

_SILENT = {"script", "style", "template"}
_SHOWN = {"placeholder", "title", "aria-label", "alt"}
_ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ '’-]+[A-Za-z]{2,})+")
# Names of people's own making, and of things that have no Chinese name.
_NAMES = re.compile(r"cast-\w+|person\d+|Ctrl K|PDF UA")
MOST_PAGES = 240


class Page(HTMLParser):
    """Links, and all text a reader sees."""

    def __init__(self, html):
        super().__init__()
        self.links, self.texts, self._silent = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        self._silent += tag in _SILENT
        if tag == "a" and facts.get("href"):
            self.links.append(facts["href"])
        self.texts += [value for name, value in attrs if name in _SHOWN and value]

    def handle_endtag(self, tag):
        self._silent -= tag in _SILENT

    def handle_data(self, data):
        if not self._silent and data.strip():
            self.texts.append(data.strip())


def english_in(page):
    """Two English words in a row are a sentence nobody translated."""
    texts = (_NAMES.sub("", text) for text in page.texts)
    return [found for text in texts for found in _ENGLISH.findall(text)]


def crawl(client, start, *, foreign=()):
    """Faults, each `path: what`. `foreign` are contacts the person has not been given."""
    seen, queue, faults = {start}, [(start, "")], []
    while queue and len(seen) < MOST_PAGES:
        path, source = queue.pop(0)
        response = client.get(path, follow=True)
        is_coming = response.status_code == 503 and "Retry-After" in response.headers
        if response.status_code != 200 and not is_coming:
            faults.append(f"{source} → {path}: {response.status_code}")
            continue
        if response.streaming:
            list(response)  # a file that is read to its end is closed
        if "text/html" not in response["Content-Type"]:
            continue
        html = response.content.decode()
        page = Page(html)
        faults += [f"{path}: shows {contact}" for contact in foreign if contact in html]
        faults += [f"{path}: English: {words}" for words in english_in(page)]
        for link in inside(path, page.links):
            if link not in seen:
                seen.add(link)
                queue.append((link, path))
    return sorted(set(faults)), seen


def inside(path, links):
    """Links to this portal, absolute, without fragments."""
    for link in links:
        address = urlsplit(urldefrag(urljoin(path, link)).url)
        if not address.netloc and address.scheme in {"", "http", "https"} and address.path:
            yield f"{address.path}?{address.query}" if address.query else address.path
