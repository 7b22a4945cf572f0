"""OpenDocument files that hold one paper, written by hand: no library writes every place."""

import io
import zipfile
from collections.abc import Mapping
from html import escape

from tests.corpus.paper import LINES, SAMPLE, Paper, Place, Run

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
}
_OFFICE = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items()) + ' office:version="1.3"'
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def odt_paper(paper: Paper) -> bytes:
    marked, body, header = _marked(paper.mark), _paragraphs(*LINES, SAMPLE), ""
    if paper.place is Place.CELL:
        body += _tag("table:table", _row(marked))
    elif paper.place is Place.BOX:
        body += _tag("text:p", _box(marked))
    elif paper.place is Place.NOTE:
        body += _tag("text:p", "x" + _tag("text:note", _tag("text:note-body", marked)))
    elif paper.place is Place.HEADER:
        header = _tag("style:header", marked)
    else:
        body = marked + body
    masters = _tag("office:master-styles", _tag("style:master-page", header))
    styles = f"<office:document-styles {_OFFICE}>{_styles(paper.mark)}{masters}</office:document-styles>"
    return _package("text", {"content.xml": _content(paper.mark, _tag("office:text", body)), "styles.xml": styles})


def ods_paper(paper: Paper) -> bytes:
    rows = "".join(map(_row, (_marked(paper.mark), *(_paragraphs(line) for line in (*LINES, SAMPLE)))))
    sheet = _tag("office:spreadsheet", _tag("table:table", rows))
    return _package("spreadsheet", {"content.xml": _content(paper.mark, sheet)})


def odp_paper(paper: Paper) -> bytes:
    boxes = _box(_marked(paper.mark)) + _box(_paragraphs(*LINES, SAMPLE))
    show = _tag("office:presentation", _tag("draw:page", boxes))
    return _package("presentation", {"content.xml": _content(paper.mark, show)})


def _tag(name: str, inner: str) -> str:
    return f"<{name}>{inner}</{name}>"


def _paragraphs(*lines: str) -> str:
    return "".join(_tag("text:p", escape(line)) for line in lines)


def _row(cell: str) -> str:
    return _tag("table:table-row", _tag("table:table-cell", cell))


def _box(inner: str) -> str:
    return _tag("draw:frame", _tag("draw:text-box", inner))


def _marked(mark: Run) -> str:
    if mark.font is None:
        return _paragraphs(mark.text)
    return _tag("text:p", f'<text:span text:style-name="M">{escape(mark.text)}</text:span>')


def _styles(mark: Run) -> str:
    if mark.font is None:
        return ""
    face = f'<style:text-properties style:font-name="{mark.font}"/>'
    return _tag("office:automatic-styles", f'<style:style style:name="M" style:family="text">{face}</style:style>')


def _content(mark: Run, inner: str) -> str:
    body = _tag("office:body", inner)
    return f"<office:document-content {_OFFICE}>{_styles(mark)}{body}</office:document-content>"


def _package(kind: str, parts: Mapping[str, str]) -> bytes:
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    entries = "".join(_entry(name, kind) for name, kind in [("/", media_type), *((name, "text/xml") for name in parts)])
    manifest = f'<manifest:manifest xmlns:manifest="{_MANIFEST}">{entries}</manifest:manifest>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", media_type, zipfile.ZIP_STORED)
        for name, xml in {**parts, "META-INF/manifest.xml": manifest}.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{xml}')
    return stream.getvalue()


def _entry(name: str, media_type: str) -> str:
    return f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{media_type}"/>'
