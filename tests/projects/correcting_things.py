"""Corrections in each state, and what others read of a project meanwhile."""

from datetime import timedelta

from foundation import clock
from foundation.typed import Page
from matching.texts import texts_of
from projects.correcting import (
    accept,
    begin_correction,
    decline,
    propose,
    send_back,
    take_back,
    withdraw,
)
from projects.drafting import keep_typed
from projects.forms.typing import shown_of
from projects.intake import save_draft
from projects.models import Correction, Likeness, QueueRow
from projects.queries import shown
from tests.factories import make_lead
from tests.showcase.searching import titles_found

REASON = "第三方复测，指标更新"
TITLE = "面向车规的碳化硅栅极驱动芯片（第二代）"


def make_correction(status, project, by, lead=None, **fields):
    """Of a listed project that `by` answers for."""
    lead = lead or make_lead(project.unit_id)
    correction = begin_correction(project, REASON, by=by)
    if status == "taken_back":
        correction = take_back(proposed(correction, by, **fields), by=by)
    elif status != "open":
        correction = proposed(correction, by, **fields)
    return _ending(status, correction, by, lead)


def proposed(correction, by, **fields):
    save_draft(correction.project, fields or {"title": TITLE}, by=by)
    return propose(Correction.objects.get(pk=correction.pk), by=by)


def _ending(status, correction, by, lead):
    week = clock.today() + timedelta(days=7)
    ending = {
        "returned": lambda: send_back(correction, by=lead, remarks="附复测报告", due_on=week),
        "accepted": lambda: accept(correction, by=lead),
        "declined": lambda: decline(correction, by=lead, reason="没有依据"),
        "withdrawn": lambda: withdraw(correction, by=by),
    }
    return ending[status]() if status in ending else correction


def type_in(project, by, **typed):
    """At the form, and left there."""
    keep_typed(project, typed, show=shown_of, page=Page(), by=by)


def read_of(project):
    """What the public, the search, the matching and the desks read of it."""
    listing = shown().get(pk=project.pk)
    project.refresh_from_db()
    [text] = texts_of("project", [project.pk])
    found = {word for word in ("第二代", "碳化硅") if titles_found(word)}
    listed = (listing.title, listing.version.content["title"], project.title, text.title)
    return *listed, *derived_from(project), found


def derived_from(project):
    """The titles of the versions that desks narrow it by and duplicates are found by."""
    rows = (model.objects.get(project=project.pk) for model in (QueueRow, Likeness))
    return tuple(row.version.content["title"] for row in rows)
