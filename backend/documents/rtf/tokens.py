"""RTF as tokens (Rich Text Format Specification 1.9.1): groups, control words and symbols, bytes of text."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

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


class Token(NamedTuple):
    """A tuple, for there are hundreds of thousands of them. `text` is a word or symbol, `number` its parameter, `data`
    bytes of text or of \\bin; `ends`: where it ends."""

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
            yield Token(Kind.TEXT, "", None, text, at)
        elif word is not None:
            parameter = int(number) if number is not None else None
            if word == b"bin" and parameter is not None and parameter > 0:
                yield Token(Kind.BINARY, number=parameter, data=data[at : at + parameter], ends=at + parameter)
                at += parameter
            else:
                yield Token(Kind.WORD, _word(word), parameter, b"", at)
        elif hexadecimal is not None:
            yield Token(Kind.BYTE, data=bytes.fromhex(hexadecimal.decode("ascii")), ends=at)
        elif brace is not None:
            yield Token(Kind.OPEN if brace == b"{" else Kind.CLOSE, ends=at)
        elif symbol is not None:
            yield Token(Kind.SYMBOL, symbol.decode("latin-1"), ends=at)


@lru_cache(maxsize=1024)
def _word(written: bytes) -> str:
    return written.decode("ascii")
