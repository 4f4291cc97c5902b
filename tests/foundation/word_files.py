"""Word documents made for the tests: our own library's, and raw XML for what it cannot write."""

import io
import zipfile

import docx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_HEAD = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W} {_MORE}>'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def raw(body, **parts):
    """A document with this XML in its body; `parts` are further members of word/."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        text = f"{_HEAD}<w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", text)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def p(*texts):
    return f"<w:p>{''.join(r(text) for text in texts)}</w:p>"


def r(text, about=""):
    return f"<w:r><w:rPr>{about}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(content, about=""):
    inside = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def table(*rows):
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows) + "</w:tbl>"
    )


def _cell(content):
    return content if content.startswith("<w:tc>") else cell(content)


def spanned(content, span):
    return cell(content, f'<w:gridSpan w:val="{span}"/>')


def merged(content=None):
    """The first of cells merged downwards; without content, one of those below."""
    if content is None:
        return cell("", "<w:vMerge/>")
    return cell(content, '<w:vMerge w:val="restart"/>')


def made(fill):
    """A document of python-docx, filled by `fill(document)`."""
    document, written = docx.Document(), io.BytesIO()
    fill(document)
    document.save(written)
    return written.getvalue()
