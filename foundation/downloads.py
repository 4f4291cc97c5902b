"""A kept file leaves the house for whoever may read it, and nobody else."""

from typing import Any

from django.http import FileResponse, Http404

_POLICY = "default-src 'none'; sandbox"


def private_file(file: Any, *, name: str, content_type: str) -> FileResponse:
    """Saved rather than shown where it has a name, never run as a page of ours. Raises Http404
    where there is no file."""
    if not file:
        raise Http404
    answer = FileResponse(
        file.open("rb"), as_attachment=bool(name), filename=name, content_type=content_type
    )
    answer["Content-Security-Policy"] = _POLICY
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
