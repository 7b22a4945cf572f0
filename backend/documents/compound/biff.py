"""Records and strings of Excel 5–2003 workbooks (MS-XLS 2.1.4, 2.5.293 ff.).

A record that is too long goes on in others (Continue); a string that goes on says anew how wide its characters are.
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.documents import code_page

CONTINUE = 0x3C
HIGH_BYTES, PHONETIC, RICH = 1, 4, 8  # flags of a string
UTF_16 = 1200


@dataclass(frozen=True, slots=True)
class Record:
    """`at` is where it stands in the stream; `pieces` are its own data and those of its continuations."""

    kind: int
    at: int
    pieces: Sequence[bytes]

    @property
    def data(self) -> bytes:
        return self.pieces[0]


@dataclass(frozen=True, slots=True)
class RichString:
    """`runs` are places where another font begins, by its number."""

    text: str
    runs: Sequence[tuple[int, int]] = ()


@dataclass(slots=True)
class Records:
    """Iterates over a stream; afterwards `broken` says whether the last record was whole."""

    stream: bytes
    broken: bool = False

    def __iter__(self) -> Iterator[Record]:
        kind, at, pieces = 0, 0, [b""]
        for next_kind, next_at, data in self._single():
            if next_kind == CONTINUE:
                pieces.append(data)
                continue
            if next_at:
                yield Record(kind, at, pieces)
            kind, at, pieces = next_kind, next_at, [data]
        yield Record(kind, at, pieces)

    def _single(self) -> Iterator[tuple[int, int, bytes]]:
        at = 0
        while at + 4 <= len(self.stream):
            kind, size = struct.unpack_from("<2H", self.stream, at)
            data = self.stream[at + 4 : at + 4 + size]
            if len(data) < size:
                self.broken = True
            yield kind, at, data
            at += 4 + size


@dataclass(slots=True)
class Source:
    """Reads forward through the pieces of a record; raises EOFError where they end."""

    pieces: Sequence[bytes]
    _piece: int = 0
    _at: int = 0

    def take(self, size: int) -> bytes:
        taken: list[bytes] = []
        while size:
            room = len(self._here()) - self._at
            if room == 0:
                self._next()
                continue
            piece = self._here()[self._at : self._at + size]
            taken.append(piece)
            self._at += len(piece)
            size -= len(piece)
        return b"".join(taken)

    def byte(self) -> int:
        return self.take(1)[0]

    def short(self) -> int:
        return int.from_bytes(self.take(2), "little")

    def number(self) -> int:
        return int.from_bytes(self.take(4), "little")

    def characters(self, count: int, wide: bool) -> str:
        """Each piece after the first begins by saying whether its characters are wide."""
        texts: list[str] = []
        while count:
            width = 2 if wide else 1
            fit = min(count, (len(self._here()) - self._at) // width)
            data = self._here()[self._at : self._at + fit * width]
            texts.append(code_page.decode(data, UTF_16) if wide else data.decode("latin-1"))
            self._at += fit * width
            count -= fit
            if count:
                self._next()
                wide = bool(self.byte() & HIGH_BYTES)
        return "".join(texts)

    def string(self, count: int) -> RichString:
        """A Unicode string of that many characters, with what follows it."""
        flags = self.byte()
        runs = self.short() if flags & RICH else 0
        phonetic = self.number() if flags & PHONETIC else 0
        text = self.characters(count, bool(flags & HIGH_BYTES))
        fonts = [struct.unpack("<2H", self.take(4)) for _ in range(runs)]
        self.take(phonetic)
        return RichString(text, fonts)

    def _here(self) -> bytes:
        return self.pieces[self._piece]

    def _next(self) -> None:
        if self._piece + 1 >= len(self.pieces):
            raise EOFError
        self._piece += 1
        self._at = 0
