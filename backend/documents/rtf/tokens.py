"""RTF as tokens (Rich Text Format Specification 1.9.1): groups, control words and symbols, bytes of text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

_TOKEN = re.compile(
    rb"([{}])|\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([^\\{}\r\n\0]+)|[\r\n\0]+",
    re.DOTALL,
)


class Kind(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    WORD = "word"
    SYMBOL = "symbol"
    BYTE = "byte"
    TEXT = "text"
    BINARY = "binary"


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is a word or symbol, `number` its parameter, `data` bytes of text or of \\bin; `ends`: where it ends."""

    kind: Kind
    text: str = ""
    number: int | None = None
    data: bytes = b""
    ends: int = 0


def tokens(data: bytes) -> Iterator[Token]:
    at = 0
    while (found := _TOKEN.match(data, at)) is not None:
        at = found.end()
        brace, word, number, hexadecimal, symbol, text = found.groups()
        if text is not None:
            yield Token(Kind.TEXT, data=text, ends=at)
        elif word is not None:
            parameter = int(number) if number is not None else None
            if word == b"bin" and parameter is not None and parameter > 0:
                yield Token(Kind.BINARY, number=parameter, data=data[at : at + parameter], ends=at + parameter)
                at += parameter
            else:
                yield Token(Kind.WORD, word.decode("ascii"), parameter, ends=at)
        elif hexadecimal is not None:
            yield Token(Kind.BYTE, data=bytes.fromhex(hexadecimal.decode("ascii")), ends=at)
        elif brace is not None:
            yield Token(Kind.OPEN if brace == b"{" else Kind.CLOSE, ends=at)
        elif symbol is not None:
            yield Token(Kind.SYMBOL, symbol.decode("latin-1"), ends=at)
