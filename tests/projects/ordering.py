"""Orders for many, as tests give and carry them out."""

from projects import bulk
from projects.bulk.looking import named
from projects.models import BulkOrder, Project
from records.working import carry_out


def chosen(*projects):
    return Project.objects.filter(pk__in=[project.pk for project in projects])


def seen(*projects):
    """What the page before the confirmation names the set by."""
    return named(sorted(project.pk for project in projects))


def ordered(name, *projects, by, **wishes):
    verb = bulk.verb_named(name, "unit" if by.unit else "center")
    return bulk.order(verb, chosen(*projects), by=by, wishes=wishes, seen=seen(*projects))


def carried_out(order):
    """As a worker does."""
    carry_out(BulkOrder._meta.label_lower, order.pk)
    order.refresh_from_db()
    return order


def outcomes(order):
    """Project → what became of it, and why."""
    items = order.items.values_list("project", "outcome", "reasons")
    return {project: (outcome, reasons) for project, outcome, reasons in items}
