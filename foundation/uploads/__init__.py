"""Files from outside: inspected before anything is kept, by an allow-list for each purpose."""

from foundation.uploads.forms import TAKEN, Purpose
from foundation.uploads.inspection import UploadVerdict, check_declared, inspect_upload
from foundation.uploads.names import clean_name, split_name
from foundation.uploads.previews import Preview, draw_preview, has_preview
from foundation.uploads.problems import UploadProblem
from foundation.uploads.scanning import scan_stream

__all__ = [
    "TAKEN",
    "Preview",
    "Purpose",
    "UploadProblem",
    "UploadVerdict",
    "check_declared",
    "clean_name",
    "draw_preview",
    "has_preview",
    "inspect_upload",
    "scan_stream",
    "split_name",
]
