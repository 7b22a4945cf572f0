"""Macro projects (MS-OVBA): the texts that a module's code quotes. Forms of a project are not read."""

import re

from backend.documents.compound.file import STREAM, Storage
from backend.documents.limits import Budget
from backend.documents.spacing import pieces

PROJECT, DIRECTORY = "VBA", "dir"
CHUNK_START = re.compile(b"\x01[\x00-\xff][\xb0-\xbf]")  # a container whose first chunk is compressed
MOST_STARTS = 2000  # places that look like the beginning of code, from the end
QUOTED = re.compile('"((?:[^"\r\n]|"")*)"')
FORM_STREAMS = ("f", "o")


def has_project(storage: Storage) -> bool:
    vba = storage.storage(PROJECT)
    return vba is not None and vba.child(DIRECTORY) is not None


def has_forms(storage: Storage) -> bool:
    return any(all(inner.child(name) for name in FORM_STREAMS) for inner in storage.storages())


def macro_lines(storage: Storage, budget: Budget) -> list[str]:
    """Quoted texts of all modules. Code stands at the end of a module's stream, behind what it was compiled to."""
    vba = storage.storage(PROJECT)
    lines: list[str] = []
    for entry in vba.children() if vba else []:
        name = entry.name.lower()
        if entry.kind != STREAM or name == DIRECTORY or name.startswith(("_vba_project", "__srp_")):
            continue
        code = _code(storage.file.read(entry), budget).decode("cp1252", "replace")
        lines += [line for quoted in QUOTED.findall(code) for line in pieces(quoted.replace('""', '"'))]
    return lines


def _code(stream: bytes, budget: Budget) -> bytes:
    """The last container of the stream that unpacks to code."""
    for found in list(CHUNK_START.finditer(stream))[: -MOST_STARTS - 1 : -1]:
        budget.check_time()
        code = unpacked(stream[found.start() :])
        if code.startswith(b"Attribute "):
            return code
    return b""


def unpacked(container: bytes) -> bytes:
    """MS-OVBA 2.4.1: chunks of at most 4096 bytes, each with copies of what came before in it."""
    output = bytearray()
    at = 1
    while at + 2 <= len(container):
        header = container[at] | container[at + 1] << 8
        ends = min(at + (header & 0x0FFF) + 3, len(container))
        at += 2
        if header & 0x7000 != 0x3000:
            break
        if header & 0x8000:
            _unpack_chunk(container[at:ends], output)
        else:
            output += container[at:ends]
        at = ends
    return bytes(output)


def _unpack_chunk(chunk: bytes, output: bytearray) -> None:
    begins, at = len(output), 0
    while at < len(chunk):
        flags = chunk[at]
        at += 1
        for bit in range(8):
            if at >= len(chunk):
                return
            if not flags >> bit & 1:
                output.append(chunk[at])
                at += 1
                continue
            if at + 2 > len(chunk):
                return
            token = chunk[at] | chunk[at + 1] << 8
            at += 2
            length_bits = 16 - max((len(output) - begins - 1).bit_length(), 4)
            offset = (token >> length_bits) + 1
            if offset > len(output) - begins:
                return
            for _ in range((token & (1 << length_bits) - 1) + 3):
                output.append(output[-offset])
