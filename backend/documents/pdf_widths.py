"""How wide a line is, by tables over bytes: the letters of nearly all lines fit into bytes, and adding up the widths of
a line's letters then takes a fifth of the time of looking each of them up."""

import codecs
from collections.abc import Mapping
from itertools import islice
from zlib import adler32

from backend.text.normalise import COMMON_LETTERS

_LETTERS = COMMON_LETTERS.replace("\0", "").replace("\n", "")
_SPARE = "\0\n\r"  # NUL stands first, for only then does CPython build its quick kind of table
_ALPHABET = (_SPARE + _LETTERS).ljust(256, "\n")
_TO_BYTES = codecs.charmap_build(_ALPHABET)
_BYTE_OF = {letter: code for code, letter in enumerate(_SPARE + _LETTERS)}
STEPS = 1 << 14  # to an em
WIDEST_EM = 4
_AT_ONCE = 256  # of so many bytes the sum is below the checksum's modulus (RFC 1950, section 8.2)


def in_bytes(text: str) -> bytes | None:
    """A byte for each letter; None where one is not a common one."""
    try:
        written = codecs.charmap_encode(text, "strict", _TO_BYTES)[0]
    except UnicodeEncodeError:
        return None
    return None if b"\0" in written else written


class WidthTables:
    """The widths of one style's letters met so far, in steps of an em, as bytes of their own above and below."""

    def __init__(self, em: float, widths: Mapping[str, float]) -> None:
        """`widths` in points; more of them come, and none of them changes."""
        self._step = em / STEPS
        self._widths = widths
        self._above, self._below = bytearray(256), bytearray(256)
        self._tabled = b""
        self._count = 0

    def _learn(self) -> None:
        for letter, width in islice(self._widths.items(), self._count, None):
            code, steps = _BYTE_OF.get(letter), round(width / self._step)
            if code is not None and 0 <= steps < WIDEST_EM * STEPS:
                self._above[code], self._below[code] = divmod(steps, 256)
                self._tabled += bytes([code])
        self._count = len(self._widths)

    def width_of(self, written: bytes) -> float:
        """In points, to some thousandths of an em. Raises KeyError while the width of one letter is not known."""
        if self._count != len(self._widths):
            self._learn()
        if written.translate(None, self._tabled):
            raise KeyError
        if len(written) > _AT_ONCE:
            pieces = [written[at : at + _AT_ONCE] for at in range(0, len(written), _AT_ONCE)]
            return sum(map(self.width_of, pieces))
        above, below = adler32(written.translate(self._above)), adler32(written.translate(self._below))
        # the lower half of the checksum is 1 and the sum of the bytes
        return self._step * (((above & 0xFFFF) - 1) * 256 + (below & 0xFFFF) - 1)
