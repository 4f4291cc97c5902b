"""Spreadsheets made by code: as programs write them, and by hand where no program would."""

import io
import zipfile
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_STYLES = (
    '<style:style style:name="hidden" style:family="table">'
    '<style:table-properties table:display="false"/></style:style>'
)


def xlsx(write, **options):
    """What XlsxWriter makes of `write(book)`."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        write(book)
    return out.getvalue()


def xlsx_rows(*rows, name="成果", **options):
    """One worksheet of `rows`, from A1."""

    def write(book):
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return xlsx(write, **options)


def raw_xlsx(*sheets, shared="", styles="", extra=(), head='<?xml version="1.0"?>'):
    """Worksheets by hand: each is the XML inside of `worksheet`."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
    links = [(f"r{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    links += [("s", "sharedStrings", "sharedStrings.xml"), ("t", "styles", "styles.xml")]
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("b", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*links),
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    for number, inside in zip(numbers, sheets, strict=True):
        text = f'{head}<worksheet xmlns="{MAIN}">{inside}</worksheet>'
        parts[f"xl/worksheets/sheet{number}.xml"] = text
    return _zipped({**parts, **dict(extra)})


def relations(*links):
    inside = "".join(
        f'<Relationship Id="{own}" Type="{DOCUMENT}/{kind}" Target="{target}"/>'
        for own, kind, target in links
    )
    return f'<Relationships xmlns="{RELATIONS}">{inside}</Relationships>'


def data(*rows, before="", after=""):
    """`sheetData` of rows of XML."""
    return f"{before}<sheetData>{''.join(rows)}</sheetData>{after}"


def row(number, *cells, about=""):
    return f'<row r="{number}" {about}>{"".join(cells)}</row>'


def cell(reference, text):
    """With its text in the cell, as other programs than Excel write it."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def number(reference, value, about=""):
    return f'<c r="{reference}" {about}><v>{value}</v></c>'


def xls(write):
    """What xlwt makes of `write(book)`."""
    out = io.BytesIO()
    book = xlwt.Workbook(encoding="utf-8")
    write(book)
    book.save(out)
    return out.getvalue()


def ods(*tables, extra=()):
    """Tables of XML, each as `table` makes it."""
    names = ("office", "style", "text", "table")
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in names)
    content = (
        f'<office:document-content {spaces} xmlns:calcext="urn:calcext">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return _zipped({"mimetype": ODS, "content.xml": content, **dict(extra)})


def table(*rows, name="成果", about=""):
    return f'<table:table table:name="{name}" {about}>{"".join(rows)}</table:table>'


def table_row(*cells, about=""):
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def table_cell(text="", about='office:value-type="string"'):
    inside = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f"<table:table-cell {about}>{inside}</table:table-cell>"


def _zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
