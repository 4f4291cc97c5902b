"""A live portal with the matrix' cast in it, and one browser page for each of them."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
WANTED = bool(os.environ.get("ZTC_PICTURES"))
HEIGHT = 900
# The page says only what is broken: what axe-core has to tell of the rest is a megabyte.
_VIOLATIONS = """options => axe.run(options).then(found => found.violations.flatMap(
  rule => rule.nodes.map(node => `${rule.id}: ${node.target[0]} ${node.failureSummary}`)
))"""
_TELL = (
    "addEventListener('securitypolicyviolation',"
    " event => console.error('CSP ' + event.violatedDirective + ' ' + event.blockedURI))"
)


def listen(page):
    """Gather violations of the content policy, script errors and failed requests."""
    faults = []
    page.add_init_script(_TELL)
    page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


class Walk:
    """Goes to pages as anybody of the cast; `faults` are those of the page it stands on."""

    def __init__(self, browser, base, cast):
        self.base, self.cast, self._browser = base, cast, browser
        self._pages = {}

    def page_of(self, column):
        if column not in self._pages:
            cookies = self.cast.clients[column].cookies.values()
            context = self._browser.new_context(base_url=self.base)
            context.add_cookies(
                [{"name": c.key, "value": c.value, "url": self.base} for c in cookies]
            )
            page = context.new_page()
            self._pages[column] = page, listen(page)
        return self._pages[column]

    def go(self, row, width=1440):
        """The page, having answered as it should. A refusal is told on the console, once."""
        page, faults = self.page_of(row.column)
        page.set_viewport_size({"width": width, "height": HEIGHT})
        faults.clear()
        answer = page.goto(row.address(self.cast))
        assert answer.status == row.status
        told = [fault for fault in faults if f"status of {row.status}" not in fault]
        return page, told

    def show_as(self, column, display):
        page, _ = self.page_of(column)
        page.context.add_cookies([{"name": "display", "value": display, "url": self.base}])

    def show_plainly(self):
        for page, _ in self._pages.values():
            page.context.clear_cookies(name="display")

    def leave(self):
        for page, _ in self._pages.values():
            page.context.close()


def violations(page, *rules):
    """What axe-core finds, each as `rule: where`; all its rules unless some are named."""
    options = {"resultTypes": ["violations"], "iframes": False}
    options |= {"runOnly": list(rules)} if rules else {}
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    return page.evaluate(_VIOLATIONS, options)


def overflow_at(page, width):
    """How many pixels the page is wider than a screen of that width."""
    page.wait_for_load_state("load")
    page.set_viewport_size({"width": width, "height": HEIGHT})
    return max(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def picture(page, name, width):
    """For the eye, where somebody asks for it: it takes as long as all that is checked."""
    if not WANTED:
        return
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / f"{name}-{width}.jpg"
    page.screenshot(path=path, full_page=True, type="jpeg", quality=80)
