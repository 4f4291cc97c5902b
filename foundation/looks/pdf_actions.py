"""What in a PDF acts by itself or carries something else (ISO 32000-1, 12.6 and 7.11).

Kept are jumps within the document, web and mail links, and what only shows or hides. All else is
taken out of the dictionaries; the pages stay as they are.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pikepdf

from foundation.looks.report import Fault, Unreadable

_KEPT = {"/GoTo", "/URI", "/Named", "/SetOCGState", "/Hide", "/ResetForm"}
_KEPT_SCHEMES = {"", "http", "https", "mailto", "tel"}
_KEPT_NAMES = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage", "/Print"}
_ACTIONS = {
    "/JavaScript": "脚本",
    "/Launch": "启动程序的动作",
    "/SubmitForm": "提交表单的动作",
    "/ImportData": "导入数据的动作",
    "/URI": "指向本机的链接",
}
_OTHER_ACTION = "打开其他文件的动作"
_KEYS = {
    "/JS": "脚本",
    "/JavaScript": "脚本",
    "/XFA": "动态表单",
    "/EmbeddedFiles": "夹带的文件",
    "/EF": "夹带的文件",
    "/AF": "夹带的文件",
    "/Ref": "外部引用",
}
# Events of additional actions; a resource that is called AA has none of these keys.
_EVENTS = {
    *("/E", "/X", "/D", "/U", "/Fo", "/Bl", "/PO", "/PC", "/PV", "/PI", "/O", "/C"),
    *("/K", "/F", "/V", "/WC", "/WS", "/DS", "/WP", "/DP"),
}
_MEDIA = {
    "/RichMedia": "多媒体",
    "/Movie": "视频",
    "/Sound": "声音",
    "/Screen": "多媒体",
    "/3D": "三维模型",
}

Holder = pikepdf.Dictionary | pikepdf.Stream


def disarm(pdf: pikepdf.Pdf) -> list[str]:
    """Take out all that acts; what it was, in words. Raises Unreadable for moving pictures."""
    words = [word for obj in pdf.objects for holder in _holders(obj) for word in _disarm(holder)]
    return list(dict.fromkeys(words))


def is_signed(pdf: pikepdf.Pdf) -> bool:
    """A signature covers the file's bytes: rewriting would break it."""
    return any("/ByteRange" in holder for obj in pdf.objects for holder in _holders(obj))


def _holders(root: pikepdf.Object) -> Iterator[Holder]:
    """The dictionaries and streams in an object; those behind references come by themselves."""
    waiting = [root]
    while waiting:
        obj = waiting.pop()
        if isinstance(obj, Holder):
            yield obj
            inside = [obj[key] for key in obj.keys()]  # noqa: SIM118 -- not a dict
        elif isinstance(obj, pikepdf.Array):
            inside = list(obj)
        else:
            continue
        waiting += [
            value
            for value in inside
            if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect
        ]


def _disarm(holder: Holder) -> Iterator[str]:
    if str(holder.get("/Subtype", "")) in _MEDIA and "/Rect" in holder:
        raise Unreadable(Fault.MEDIA, _MEDIA[str(holder["/Subtype"])])
    for key in [key for key in _KEYS if key in holder]:
        del holder[key]
        yield _KEYS[key]
    yield from _drop_events(holder)
    for key in ("/A", "/PA", "/OpenAction"):
        yield from _drop_action(holder, key)
    yield from _drop_file_notes(holder)
    if isinstance(holder, pikepdf.Stream) and "/F" in holder:  # data in another file
        del holder["/F"]
        yield _KEYS["/Ref"]


def _drop_events(holder: Holder) -> Iterator[str]:
    events = holder.get("/AA")
    if isinstance(events, pikepdf.Dictionary) and not _EVENTS.isdisjoint(events.keys()):
        del holder["/AA"]
        yield "自动动作"


def _drop_action(holder: Holder, key: str) -> Iterator[str]:
    action = holder.get(key)
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return  # a destination, or attributes of the structure
    kind = str(action["/S"])
    if not _is_kept(action, kind):
        del holder[key]
        yield _ACTIONS.get(kind, _OTHER_ACTION)
    elif "/Next" in action:
        del action["/Next"]
        yield "自动动作"


def _is_kept(action: pikepdf.Dictionary, kind: str) -> bool:
    if kind == "/URI":
        return _scheme(str(action.get("/URI", ""))) in _KEPT_SCHEMES
    if kind == "/Named":
        return str(action.get("/N", "")) in _KEPT_NAMES
    return kind in _KEPT


def _scheme(address: str) -> str:
    text = address.strip().replace("\\", "/")
    try:
        return "file" if text.startswith("//") else urlsplit(text).scheme.lower()
    except ValueError:
        return "?"


def _drop_file_notes(holder: Holder) -> Iterator[str]:
    """The paper clips on a page whose files are gone."""
    notes = holder.get("/Annots")
    if not isinstance(notes, pikepdf.Array):
        return
    kept = [note for note in notes if not _is_clip(note)]
    if len(kept) < len(notes):
        holder["/Annots"] = pikepdf.Array(kept)
        yield _KEYS["/EF"]


def _is_clip(note: pikepdf.Object) -> bool:
    return isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype")) == "/FileAttachment"
