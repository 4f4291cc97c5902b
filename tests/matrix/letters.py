"""Every letter there is, about a row of the cast, to whom the workflow tells of it."""

from types import SimpleNamespace

from django.apps import apps

from accounts.models import Membership
from matching.digesting import KIND as DIGEST, Digest
from matching.feedback import Pair, Said, give
from matching.queries.news import Item, News
from matching.queries.postings import moderators_of_version, owners_of_version
from matching.states import Side, Verdict
from portal.reminding import REMINDINGS
from projects.bulk.carrying import DONE
from projects.claiming import confirm
from provinces.declarations import reviewer_of
from records.messages import keep_messages
from records.models import Entry, Message
from records.workflows import all_workflows
from roadshows.queries.people import of_session, people_behind


def letters_to(cast):
    """Kind and role of the reader → a message; of each kind with every role that gets it."""
    holder, enterprise = cast.actors["holder"], cast.actors["enterprise"]
    give(Pair(cast.own_demand, cast.listed, Side.PROJECT), Said(Verdict.ACCEPT), by=holder)
    give(Pair(cast.own_demand, cast.listed, Side.POSTING), Said(Verdict.ACCEPT), by=enterprise)
    confirm(cast.request, by=cast.actors["lead"])
    for workflow in all_workflows():
        if workflow.model._meta.app_label != "toy":
            for verb in workflow.tells:
                _tell_by_door(workflow, verb)
    for what in REMINDINGS:
        _tell_by_beat(what)
    for kind, row, readers in _told_by_stages(cast):
        keep_messages(kind, [(row, readers)], note="3")
    roles = dict(Membership.objects.values_list("user", "role"))
    told = Message.objects.select_related("to").order_by("pk")
    return {(one.kind, roles.get(one.to_id, "")): one for one in told}


def _tell_by_door(workflow, verb):
    """Of a row that was moved so, else of one that might be, or of any, as it then stands."""
    kind = f"{workflow.table}.{verb}"
    moves = [move for move in workflow.transitions if move.verb == verb]
    moved = Entry.objects.filter(table=workflow.table, verb=verb).values("object_id")
    rows = workflow.model._base_manager.order_by("-pk")
    done, sources = rows.filter(pk__in=moved), {move.source for move in moves}
    others = sorted(rows, key=lambda row: getattr(row, "status", "") not in sources)
    for row in [*done, *others]:
        if row not in done and moves[0].target:
            row.status = moves[0].target
        readers = list(workflow.tells[verb](row))
        if readers:
            return keep_messages(kind, [(row, readers)], note="请补测试报告")
    return None


def _tell_by_beat(what):
    app, name, _ = what.kind.split(".")
    for row in apps.get_model(app, name)._base_manager.order_by("-pk"):
        readers = list(what.people_of(row))
        if readers:
            facts = {**getattr(row, "facts", {}), **what.facts_of(row)}
            return keep_messages(what.kind, [(SimpleNamespace(ref=row.ref, facts=facts), readers)])
    return None


def _told_by_stages(cast):
    """Kind, row and readers of what no move tells."""
    waiting = cast.demand_waiting.versions.get()
    listed = cast.demand.versions.latest("pk")
    order, session, project = cast.bulk_order, cast.session, cast.listed
    digest = Digest(News(1, {}, [Item("demand", "芯片", cast.demand.code, "", ())]), [cast.search])
    return [
        ("matching.postingversion.submit_all", waiting, moderators_of_version(waiting)),
        ("matching.postingversion.accept_all", listed, owners_of_version(listed)),
        (DONE, SimpleNamespace(ref=order.ref, facts={"desk": "unit"}), [order.by_id]),
        ("provinces.assignment.remind", cast.assignment, reviewer_of(cast.assignment)),
        (
            "roadshows.project.urge",
            SimpleNamespace(ref=project.ref, facts={"project_ref": project.ref}),
            people_behind([project])[project.pk],
        ),
        (DIGEST, digest, [cast.search.person_id]),
        ("roadshows.session.leave", session, of_session(session)),
        ("roadshows.deck.file", cast.deck, [cast.actors["clerk"].user_id]),
    ]
