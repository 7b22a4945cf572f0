"""LDIF as far as a directory's content goes (RFC 2849): entries, folded lines, base64; and writing it. Pure.

Records of changes, values by URL and referrals say something else than what stands in a directory, and are refused.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NoBase64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

_LINE_OCTETS = 76
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:;[A-Za-z0-9-]+)*|[0-9]+(?:\.[0-9]+)+")
_REFUSED = {"changetype": "is a record of changes, not a directory's content", "control": "has a control"}
_SAFE = re.compile(r"(?![ :<])[\x01-\x09\x0b\x0c\x0e-\x7f]*(?<! )")


@dataclass(slots=True)
class Entry:
    """`line`: of its dn. Attributes by their name in lower case without options, values in order."""

    line: int
    dn: str
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def first(self, *names: str) -> str:
        """The first value of the first of these attributes that has one."""
        return next((self.values[name][0] for name in names if self.values.get(name)), "")

    def every(self, name: str) -> Sequence[str]:
        return self.values.get(name, ())


class LdifRefused(ValueError):
    """`line`: counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(reason)


def entries(data: bytes) -> Iterator[Entry]:
    """
    Raises:
        LdifRefused: at the first line that is no LDIF content.
    """
    entry: Entry | None = None
    for line, text in _unfolded(data):
        if not text:
            if entry is not None:
                yield entry
            entry = None
            continue
        name, value = _attribute(line, text)
        if entry is None:
            if name == "version":
                _check_version(line, value)
                continue
            if name != "dn":
                raise LdifRefused(line, "an entry begins with its dn")
            entry = Entry(line, value)
        elif name == "dn":
            raise LdifRefused(line, "no empty line before the next dn")
        elif name == "objectclass" and value.lower() == "referral":
            raise LdifRefused(line, "is a referral: export the directory it points to")
        else:
            entry.values[name].append(value)
    if entry is not None:
        yield entry


def _check_version(line: int, value: str) -> None:
    if value != "1":
        raise LdifRefused(line, f"version {value!r}: only version 1 is known")


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Every line with its number, those that begin with a space joined to the one before, comments left out."""
    begun, text = 0, ""
    for line, raw in enumerate([*data.removeprefix(b"\xef\xbb\xbf").splitlines(), b""], 1):
        try:
            piece = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise LdifRefused(line, "is not UTF-8; other values are written in base64") from error
        if piece.startswith(" ") and begun:
            text += piece[1:]
            continue
        if begun and not text.startswith("#"):
            yield begun, text
        begun, text = line, piece
    yield begun, ""


def _attribute(line: int, text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not _ATTRIBUTE.fullmatch(name):
        raise LdifRefused(line, "is no attribute")
    plain = name.partition(";")[0].lower()
    if plain in _REFUSED:
        raise LdifRefused(line, _REFUSED[plain])
    if value.startswith("<"):
        raise LdifRefused(line, "names a file or address instead of a value")
    return plain, _decoded(line, value[1:]) if value.startswith(":") else value.lstrip(" ")


def _decoded(line: int, value: str) -> str:
    try:
        return b64decode(value.strip(), validate=True).decode("utf-8")
    except (NoBase64, ValueError) as error:
        raise LdifRefused(line, "is no base64 of UTF-8") from error


def parents(dn: str) -> Iterator[str]:
    """The names of the entries above one, nearest first, as `plain_dn` writes them."""
    parts = _parts(dn)
    yield from (",".join(parts[place:]) for place in range(1, len(parts)))


def plain_dn(dn: str) -> str:
    """A name to compare by: no spaces around its parts, lower case (RFC 4514; escapes stay as they are)."""
    return ",".join(_parts(dn))


def _parts(dn: str) -> list[str]:
    parts = re.split(r"(?<!\\),", dn)
    return ["=".join(piece.strip().lower() for piece in part.split("=", 1)) for part in parts]


def escaped(value: str) -> str:
    """A value inside a dn (RFC 4514 section 2.4)."""
    text = re.sub(r'([,+"\\<>;=])', r"\\\1", value)
    text = f"\\{text}" if text.startswith(("#", " ")) else text
    return f"{text[:-1]}\\ " if text.endswith(" ") and len(text) > 1 else text


def written(dn: str, values: Mapping[str, Iterable[str]]) -> str:
    """One entry, with the empty line after it; values that are empty are left out."""
    lines = [_written("dn", dn)]
    lines += [_written(name, value) for name, several in values.items() for value in several if value]
    return "\n".join([*lines, "", ""])


def _written(name: str, value: str) -> str:
    line = f"{name}: {value}" if _SAFE.fullmatch(value) else f"{name}:: {b64encode(value.encode()).decode()}"
    head, rest = line[:_LINE_OCTETS], line[_LINE_OCTETS:]
    step = _LINE_OCTETS - 1
    return "\n ".join([head, *(rest[place : place + step] for place in range(0, len(rest), step))])
