"""Everything the portal holds of a person, as one file: theirs to read and to take elsewhere
(PIPL 45)."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from accounts.models import User
from accounts.queries import own_data as of_accounts
from foundation import clock
from introductions.queries.own import own_data as of_introductions
from matching.queries import own_data as of_matching
from projects.queries import own_data as of_projects
from provinces.queries import own_data as of_provinces
from records.queries import own_data as of_records, own_documents
from roadshows.queries.own import own_data as of_roadshows

_IN_MEMORY = 256 * 1024  # what is larger lies on the disk
Sections = dict[str, Iterable[dict[str, Any]]]


def export_person(user: User) -> BinaryIO:
    """A ZIP, at its beginning; JSON for each room, the files filed, a README. Rows and files pass
    through one after the other, so that it takes the same memory whatever its size."""
    spool = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 -- the answer closes it
    with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
        _write_readme(archive, user)
        _write_json(archive, "accounts.json", of_accounts(user))
        _write_json(archive, "projects.json", of_projects(user.pk))
        _write_json(archive, "provinces.json", of_provinces(user.pk))
        _write_json(archive, "roadshows.json", of_roadshows(user.pk))
        _write_json(archive, "matching.json", of_matching(user.pk))
        _write_json(archive, "introductions.json", of_introductions(user.pk))
        _write_json(archive, "records.json", of_records(user.pk))
        _write_documents(archive, user)
    spool.seek(0)
    return spool


def _write_readme(archive: zipfile.ZipFile, user: User) -> None:
    made_at = clock.now().astimezone(clock.SHANGHAI)
    context = {"person": user, "made_at": made_at, "site_name": settings.SITE_NAME}
    archive.writestr("README.txt", render_to_string("portal/export_readme.txt", context))


def _write_json(archive: zipfile.ZipFile, name: str, sections: Sections) -> None:
    with archive.open(name, "w", force_zip64=True) as file:
        file.write(b"{")
        for number, (section, rows) in enumerate(sections.items()):
            file.write(b"," if number else b"")
            file.write(f"\n{json.dumps(section)}: [".encode())
            for row_number, row in enumerate(rows):
                text = json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder)
                file.write(f"{',' if row_number else ''}\n  {text}".encode())
            file.write(b"]")
        file.write(b"\n}\n")


def _write_documents(archive: zipfile.ZipFile, user: User) -> None:
    for document in own_documents(user.pk).iterator(chunk_size=100):
        name = f"documents/{document.ref}-{document.name}"
        with document.file.open("rb") as source, archive.open(name, "w", force_zip64=True) as file:
            shutil.copyfileobj(source, file)
