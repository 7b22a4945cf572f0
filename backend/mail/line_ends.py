"""Lines as they were meant: files that old Macs, broken gateways and careless scripts wrote."""

import re

_ANY_END = re.compile(rb"\r*\n|\r")


def with_unix_ends(raw: bytes) -> bytes:
    """CR, CR LF and CR CR LF become LF, also where one file mixes them."""
    return _ANY_END.sub(b"\n", raw) if b"\r" in raw else raw
