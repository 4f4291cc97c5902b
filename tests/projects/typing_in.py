"""Typing as the page's script sends it."""

from projects.models import Draft
from projects.vocabulary import ROWS
from records.models import Entry
from tests.projects.sending import of_table


def keep(client, project, step_name="technology", **typed):
    """As the page's script does; `revision` and `page` among them."""
    extra = {name: typed.pop(name) for name in ("revision", "page", "leave") if name in typed}
    data = {"changed": [], **extra}
    for name, text in typed.items():
        data["changed"].append(name)
        data |= of_table(name, text) if name in ROWS else {name: text}
    address = f"/my/projects/{project.ref}/keep/?step={step_name}"
    return client.post(address, data, HTTP_ACCEPT="application/json")


def typed_of(project):
    return Draft.objects.get(project=project).typed


def saves(project):
    return Entry.objects.filter(table="projects.project", object_id=project.pk, verb="save").count()
