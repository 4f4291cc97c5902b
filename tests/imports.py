"""Spreadsheets on their way through an import, a worker's part done here and now."""

import io

from projects.importing.carrying import carry_through
from projects.importing.ordering import PURPOSE, TARGET, open_run, order_taking
from projects.models import ImportRow
from records.filing import file_document
from records.receiving import Destination, begin_upload


def sheet_of(*rows, header=("编号", "成果名称")):
    """A CSV in UTF-8: rows of texts below a header."""
    lines = [",".join(header), *(",".join(f'"{text}"' for text in row) for row in rows)]
    return "\n".join(lines).encode()


def read_in(raw, *, by, name="成果.csv", subject=""):
    """Read and looked at, as far as a worker goes by itself."""
    document = file_document(name, io.BytesIO(raw), purpose=PURPOSE, by=by)
    return carry_through(open_run(document, subject=subject, by=by))


def begin_import(name, *, by):
    """A file of which nothing has come yet."""
    return begin_upload(name, 100, purpose=PURPOSE, to=Destination(TARGET), by=by)


def take_in(run, *, by, only_whole=False, mandate=""):
    order_taking(run, only_whole=only_whole, mandate=mandate, by=by)
    return carry_through(run)


def imported(raw, *, by, name="成果.csv", mandate=""):
    return take_in(read_in(raw, by=by, name=name), by=by, mandate=mandate)


def row_of(run, line):
    return ImportRow.objects.get(run=run, line=line)


def outcomes_of(run):
    """Line → outcome."""
    rows = ImportRow.objects.filter(run=run, line__gte=run.data_from).order_by("line")
    return dict(rows.values_list("line", "outcome"))


def told_of(run):
    """Line → (column, sentence, proposal) of everything that is wrong there."""
    rows = ImportRow.objects.filter(run=run, line__gte=run.data_from).order_by("line")
    return {
        row.line: [(p["name"], p["told"], p["proposal"]) for p in row.problems]
        for row in rows
        if row.problems
    }


CODE = "91350100M000100Y43"
FULL = ("编号", "成果名称", "单位名称", "统一社会信用代码", "技术领域", "专利号", "合作方式")


def full(number="A-1", title="碳化硅外延炉", **other):
    texts = {
        "org": "福建某某新材料有限公司",
        "code": CODE,
        "field": "新材料",
        "rights": "ZL202110000001.6",
        "modes": "许可/入股",
    } | other
    return (number, title, *texts.values())
