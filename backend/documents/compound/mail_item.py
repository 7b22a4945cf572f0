"""Outlook's messages (MS-OXMSG): subject, bodies, attachments, messages inside messages.

Properties are streams named by identifier and type; those of fixed size stand together in one.
"""

import struct
from dataclasses import dataclass, field

from backend.documents import code_page
from backend.documents.compound.file import Storage
from backend.documents.compressed_rtf import decompressed
from backend.documents.reading import Corrupt
from backend.documents.spacing import pieces

OUTLOOK = "application/vnd.ms-outlook"
PROPERTIES, ATTACHMENT = "__properties_version1.0", "__attach_version1.0_"
HEADER_BYTES, ATTACHMENT_HEADER_BYTES, ENTRY_BYTES = 32, 8, 16
SUBJECT, BODY, RTF, HTML = 0x0037, 0x1000, 0x1009, 0x1013
DATA, LONG_NAME, SHORT_NAME, METHOD = 0x3701, 0x3707, 0x3704, 0x3705
CODE_PAGE, HTML_CODE_PAGE = 0x3FFD, 0x3FDE
STRING8, UNICODE, BINARY, OBJECT, NUMBER = 0x1E, 0x1F, 0x102, 0x0D, 0x03
BY_REFERENCE = {2, 3, 4, 7}  # methods of attachments whose content lies elsewhere
UTF_8 = 65001


@dataclass(slots=True)
class MailItem:
    """`files` are bodies and attachments by name; `storages` are messages and objects that are attached."""

    lines: list[str] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    storages: list[tuple[str, Storage]] = field(default_factory=list)
    elsewhere: bool = False
    broken: bool = False


def read_mail_item(storage: Storage, inside: bool) -> MailItem:
    """`inside`: it is attached to another message, and its fixed properties begin eight bytes earlier."""
    item = MailItem()
    numbers = _numbers(storage, 24 if inside else HEADER_BYTES)
    page = numbers.get(CODE_PAGE, code_page.WESTERN)
    for identifier in (SUBJECT, BODY):
        text = _text(storage, identifier, page)
        item.lines += [line for row in (text or "").splitlines() for line in pieces(row)]
    _read_bodies(storage, numbers.get(HTML_CODE_PAGE, UTF_8), item)
    for number, each in enumerate(storage.storages(), start=1):
        if each.path[-1].lower().startswith(ATTACHMENT):
            _read_attachment(each, f"attachment {number}", page, item)
    return item


def _read_bodies(storage: Storage, page: int, item: MailItem) -> None:
    packed = _stream(storage, RTF, BINARY)
    if packed:
        try:
            item.files.append(("body.rtf", decompressed(packed)))
        except Corrupt:
            item.broken = True
    html = _stream(storage, HTML, BINARY)
    text = code_page.decode(html, page) if html is not None else _text(storage, HTML, page)
    if text:
        item.files.append(("body.html", text.encode("utf-8", "replace")))


def _read_attachment(storage: Storage, otherwise: str, page: int, item: MailItem) -> None:
    numbers = _numbers(storage, ATTACHMENT_HEADER_BYTES)
    name = _text(storage, LONG_NAME, page) or _text(storage, SHORT_NAME, page) or otherwise
    name = name.replace("/", "_")
    data = _stream(storage, DATA, BINARY)
    inner = storage.storage(f"__substg1.0_{DATA:04X}{OBJECT:04X}")
    if data is not None:
        item.files.append((name, data))
    if inner is not None:
        item.storages.append((name, inner))
    if data is None and inner is None:
        item.elsewhere = item.elsewhere or numbers.get(METHOD, 0) in BY_REFERENCE
        item.broken = item.broken or numbers.get(METHOD, 0) not in BY_REFERENCE


def _stream(storage: Storage, identifier: int, kind: int) -> bytes | None:
    return storage.stream(f"__substg1.0_{identifier:04X}{kind:04X}")


def _text(storage: Storage, identifier: int, page: int) -> str | None:
    wide = _stream(storage, identifier, UNICODE)
    if wide is not None:
        return code_page.decode(wide, 1200).rstrip("\0")
    narrow = _stream(storage, identifier, STRING8)
    return None if narrow is None else code_page.decode(narrow, page).rstrip("\0")


def _numbers(storage: Storage, header_bytes: int) -> dict[int, int]:
    """Whole numbers among the properties of fixed size, by identifier."""
    stream = storage.stream(PROPERTIES) or b""
    numbers: dict[int, int] = {}
    for at in range(header_bytes, len(stream) - ENTRY_BYTES + 1, ENTRY_BYTES):
        kind, identifier, _, value = struct.unpack_from("<2H2I", stream, at)
        if kind == NUMBER:
            numbers[identifier] = value
    return numbers
