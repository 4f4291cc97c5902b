"""The load under which servers are killed: people file, a lead clicks; what was acknowledged is
printed the moment it is, one fact a line. Run as a process of its own, in the portal's environment.
"""

import http.cookiejar
import os
import queue
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import django

django.setup()

from django.db import Error, connection  # noqa: E402 -- after django.setup()

from accounts.acting import actor_of  # noqa: E402 -- after django.setup()
from accounts.granting import grant_role  # noqa: E402 -- after django.setup()
from accounts.models import Unit  # noqa: E402 -- after django.setup()
from accounts.people import set_quiet_hours  # noqa: E402 -- after django.setup()
from accounts.registering import register_organisation  # noqa: E402 -- after django.setup()
from accounts.states import OrganisationKind, Role  # noqa: E402 -- after django.setup()
from portal.country.people import PASSWORD, People  # noqa: E402 -- after django.setup()
from projects.intake import open_draft, submit  # noqa: E402 -- after django.setup()
from records.actors import PORTAL  # noqa: E402 -- after django.setup()
from tests.factories import project_fields  # noqa: E402 -- after django.setup()

BASE = f"http://127.0.0.1:{os.environ['PORT']}"
submitted: "queue.Queue[str]" = queue.Queue()
over = threading.Event()
printing = threading.Lock()


def tell(*words):
    with printing:
        sys.stdout.write(" ".join(words) + "\n")
        sys.stdout.flush()


def file_projects(by, organisation, number):
    """A commit that fails for want of a server was not acknowledged; the next one is tried."""
    fields = project_fields(organisation=organisation)
    count = 0
    while not over.is_set():
        count += 1
        try:
            fields["title"] = f"负载成果 {number}-{count}"
            project = open_draft(fields, by=by)
            submit(project, by=by)
        except Error:
            connection.close()
            time.sleep(0.05)
        else:
            tell("submitted", project.ref)
            submitted.put(project.ref)
            time.sleep(0.05)  # busy, but not starving what has to start again
    connection.close()


class Lead:
    """A person with a browser; presses again until the portal has answered."""

    def __init__(self, email):
        self.email = email
        self.cookies = http.cookiejar.CookieJar()
        handlers = (urllib.request.HTTPCookieProcessor(self.cookies), NoRedirect())
        self.opener = urllib.request.build_opener(*handlers)

    def post(self, path, **fields):
        """Where the answer leads; "" when it leads nowhere or there is none."""
        token = next(c.value for c in self.cookies if c.name == "csrftoken")
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(BASE + path, data, {"Referer": BASE + path})  # noqa: S310 -- our own http address
        try:
            self.opener.open(request, timeout=10)
        except urllib.error.HTTPError as answer:
            return answer.headers.get("Location", "")
        except OSError:
            pass
        return ""

    def log_in(self):
        self.opener.open(BASE + "/accounts/login/", timeout=30)
        credentials = {"login": self.email, "password": PASSWORD}
        assert self.post("/accounts/login/", **credentials)

    def work(self):
        while not over.is_set():
            try:
                ref = submitted.get(timeout=0.2)
            except queue.Empty:
                continue
            page = f"/unit/projects/{ref}/"
            place = self.post(f"{page}accept/")
            if "/reauthenticate/" in place:  # a quarter of an hour has passed
                place = self.post(place, password=PASSWORD, next=f"{page}accept/")
            if place == page:
                tell("accepted", ref)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        """A 302 is the acknowledgement; where it leads does not matter here."""


def main():
    people = People()
    lead = people.user("unit-sc-lead")
    grant_role(lead, Role.UNIT_LEAD, by=PORTAL, unit=Unit.objects.get(abbr="SC"))
    by = people.actor("holder")
    kind = OrganisationKind.ACADEMIC
    organisation = register_organisation("负载研究所", "91350100M000100Y43", kind, by=by)
    for reader in (people.user("holder"), lead):
        set_quiet_hours(reader, None, by=actor_of(reader))  # else nights would have no mail
    connection.close()
    browser = Lead(lead.email)
    browser.log_in()
    threads = [
        threading.Thread(target=file_projects, args=(by, organisation, number))
        for number in range(2)
    ]
    threads.append(threading.Thread(target=browser.work))
    for thread in threads:
        thread.start()
    tell("ready")
    sys.stdin.read()  # until the test closes it
    over.set()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
