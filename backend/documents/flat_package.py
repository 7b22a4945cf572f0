"""An office package written as one XML file ("Word XML Document"; the parts of ECMA-376 inside pkg:part): put back into
a zip in memory and read like any other. Twin of scan/office/flat_package.ts.
"""

import io
import re
import zipfile
from base64 import b64decode

from backend.documents.reading import Corrupt
from backend.documents.zip_reader import Archive, open_archive

PART = re.compile("<pkg:part(?=[\\s>])([^>]*)>(.*?)</pkg:part>", re.DOTALL)
NAME = re.compile('\\spkg:name="/([^"]*)"')
CONTENT_TYPE = re.compile('\\spkg:contentType="([^"]*)"')
XML = re.compile("\\s*<pkg:xmlData(?:\\s[^>]*)?>(.*)</pkg:xmlData>\\s*", re.DOTALL)
BINARY = re.compile("\\s*<pkg:binaryData>([A-Za-z0-9+/=\\s]*)</pkg:binaryData>\\s*")
# What may stand around the parts: anything else would go unread
AROUND = re.compile("\ufeff?\\s*(?:<\\?[^>]*\\?>\\s*)*<pkg:package(?:\\s[^>]*)?>\\s*</pkg:package>\\s*")
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
)


def unflattened(written: str) -> Archive | None:
    """None when something in the file is no part, or a part neither XML nor bytes."""
    if AROUND.fullmatch(PART.sub("", written)) is None:
        return None
    members: dict[str, bytes] = {}
    overrides: list[str] = []
    for attributes, content in PART.findall(written):
        name, content_type = NAME.search(attributes), CONTENT_TYPE.search(attributes)
        inner = _bytes_of(content)
        if name is None or content_type is None or inner is None or name[1] in members:
            return None
        members[name[1]] = inner
        overrides.append(f'<Override PartName="/{name[1]}" ContentType="{content_type[1]}"/>')
    return _zipped({"[Content_Types].xml": f"{TYPES}{''.join(overrides)}</Types>".encode(), **members})


def _bytes_of(content: str) -> bytes | None:
    if found := XML.fullmatch(content):
        return found[1].encode()
    found = BINARY.fullmatch(content)
    try:
        return None if found is None else b64decode("".join(found[1].split()), validate=True)
    except ValueError:
        return None


def _zipped(members: dict[str, bytes]) -> Archive | None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    try:
        return open_archive(stream.getvalue())
    except Corrupt:
        return None
