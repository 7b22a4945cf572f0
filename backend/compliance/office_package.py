"""A package of XML parts (ECMA-376 part 2) whose bytes are the same for the same parts. Pure.

Written here and not by python-docx or a spreadsheet library: what is needed are a few parts, both would be needed at
run time for nothing else, and both put the clock into what they write.
"""

import io
import zipfile
from collections.abc import Mapping

RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATED = "application/vnd.openxmlformats-package.relationships+xml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
ALWAYS = (1980, 1, 1, 0, 0, 0)  # the earliest moment a zip entry can have: no clock is read


def packed(main: str, parts: Mapping[str, tuple[str, str]], related: Mapping[str, tuple[str, str]]) -> bytes:
    """`parts`: content type and XML by name; `main`: the one a program opens; `related`: of `main`'s relationships the
    type (its last word) and the target, by id."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, (kind, _) in parts.items())
    folder, _, file = main.rpartition("/")
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{_RELATED}"/>'
        f"{overrides}</Types>",
        "_rels/.rels": _relationships({"r1": ("officeDocument", main)}),
        f"{folder}/_rels/{file}.rels": _relationships(related),
        **{name: text for name, (_, text) in parts.items()},
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, text in texts.items():
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            package.writestr(entry, _DECLARATION + text)
    return written.getvalue()


def _relationships(related: Mapping[str, tuple[str, str]]) -> str:
    rows = [
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in related.items()
    ]
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'
