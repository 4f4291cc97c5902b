"""A file kept, for tests of what hangs on one."""

import io

from foundation.uploads import Purpose
from records.filing import file_document
from tests.foundation import files


def file_pdf(by, name="授权书.pdf"):
    return file_document(name, io.BytesIO(files.PDF), purpose=Purpose.DOCUMENT, by=by)
