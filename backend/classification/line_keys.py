"""What stands alone on the lines of a page, found by its letters: on one line, or spread over several.

A stamp may be typed on two lines ("TỐI", "MẬT"), in two cells, or one letter below the other: lines that hold nothing
else are read together.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from backend.text.normalise import SURROUNDING, standing_alone

LONGEST_KEY = 40  # characters of a phrase that is a whole line, without its spaces
_LONGEST_ALONE = 2 * LONGEST_KEY - 1  # spaced out letter by letter
_LONGER = "\n"
_BETWEEN_WORDS = re.compile("[-‐‑‒–—_.·*]+")  # TỐI-MẬT


class LineKeys:
    """A line longer than a spaced-out key holds nothing alone."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._numbers: dict[str, list[int]] = {}
        pieces = [self._read(line, number) for number, line in enumerate(lines, start=1)]
        self._text = "".join(pieces)
        self._starts = list(accumulate(map(len, pieces), initial=0))

    def _read(self, line: str, number: int) -> str:
        """Note what stands alone there; the line without its spaces, or what no key holds in place of a longer one."""
        if len(line) > _LONGEST_ALONE and line[0] not in SURROUNDING and line[-1] not in SURROUNDING:
            return _LONGER
        alone = standing_alone(line)
        if len(alone) > _LONGEST_ALONE:
            return _LONGER
        self._note(alone, number)
        return line.replace(" ", "")

    def _note(self, alone: str, number: int) -> None:
        key = alone.replace(" ", "")
        self._numbers.setdefault(key, []).append(number)
        if (plain := _BETWEEN_WORDS.sub("", key)) != key:
            self._numbers.setdefault(plain, []).append(number)

    def numbers_of(self, key: str) -> list[int]:
        """Numbers of the lines where it stands or begins; `key` is without spaces."""
        return self._numbers.get(key, []) + list(self._spread(key))

    def _spread(self, key: str) -> Iterator[int]:
        """It begins on a line that holds nothing but its beginning."""
        for length in range(1, len(key)):
            for number in self._numbers.get(key[:length], ()):
                start = self._text.find(key[:length], self._starts[number - 1], self._starts[number])
                if start >= 0 and self._text.startswith(key, start) and self._stands_alone(start, start + len(key)):
                    yield number

    def _stands_alone(self, start: int, end: int) -> bool:
        first, last = self._line_at(start), self._line_at(end - 1)
        around = self._text[self._starts[first] : start] + self._text[end : self._starts[last + 1]]
        return first < last and not around.strip(SURROUNDING)

    def _line_at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1
