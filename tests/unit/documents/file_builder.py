"""Files as rules/conformance/extract describes them."""

import base64
import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from tests.unit.documents.compound_builder import Content, compound_of

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
ROOTS = {"header": "hdr", "footer": "ftr"}
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>'
)


def build(file: Mapping[str, Any]) -> bytes:
    if "text" in file:
        return str(file["text"]).encode("utf-8")
    if "base64" in file:
        return base64.b64decode(file["base64"])
    if "deflated" in file:
        return zlib.decompress(base64.b64decode(file["deflated"]), -zlib.MAX_WBITS)
    if "zip" in file:
        return zip_of({name: build(member) for name, member in file["zip"].items()})
    if "tar" in file:
        return tar_of({name: build(member) for name, member in file["tar"].items()})
    if "gzip" in file:
        return gzip.compress(build(file["gzip"]), mtime=0)
    if "compound" in file:
        return compound_of(_content(file["compound"]))
    if "join" in file:
        return b"".join(build(piece) for piece in file["join"])
    return docx_of(file["docx"])


def _content(folder: Mapping[str, Any]) -> Content:
    """Storages are described by {"storage": {…}}, streams as files are."""
    return {name: _content(inner["storage"]) if "storage" in inner else build(inner) for name, inner in folder.items()}


def zip_of(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tar_of(members: Mapping[str, bytes], kind: int = tarfile.USTAR_FORMAT) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=kind) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def docx_of(parts: Mapping[str, Any], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file from the inner XML of its parts; `members` stand as they are."""
    members = {"[Content_Types].xml": CONTENT_TYPES.encode()}
    for name, inner in parts.items():
        if name == "document":
            members["word/document.xml"] = _part("document", f"<w:body>{inner}</w:body>")
        elif name != "members":
            members[f"word/{name}.xml"] = _part(ROOTS.get(name.rstrip("0123456789"), name), inner)
    members |= {name: build(member) for name, member in parts.get("members", {}).items()}
    return zip_of(members, method)


def _part(root: str, inner: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{inner}</w:{root}>'.encode()
