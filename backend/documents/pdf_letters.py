"""Whether the letters of a text layer can be believed: what broken ones lose, and what tells it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LOST = "\ufffd"  # a glyph without a letter
_BULLET = f"{LOST} "
# National title and motto (NĐ 30/2020 Phụ lục I) with every letter of U+1EA0–1EF9 gone, whatever stands for it
_BROKEN_HEADS = ("CNGHÒAXÃHICHNGHĨAVITNAM", "CNGHOÀXÃHICHNGHĨAVITNAM", "ĐclpTdoHnhphúc")
_BETWEEN_LETTERS = "[ ?.*\n\u00a0\u00bf\u2013\u25a1-]*"
# One by one, for each is looked for by its first letter
_BROKEN_HEAD = [re.compile(_BETWEEN_LETTERS.join(words)) for words in _BROKEN_HEADS]
# Of letters that only Vietnamese has, those a Latin text layer keeps, and those (U+1EA0–1EF9, or combining marks) that
# a broken one loses: MẬT reads "M T". Of 1.1 million letters of real papers, 7.2 % and 15.9 %; six of the first without
# one of the second happen once in 1400 times, eight once in 3000.
_KEPT = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ]")
_HIGHER = re.compile("[\u1ea0-\u1ef9\u0300-\u0323]")
ENOUGH_KEPT = 8


@dataclass(slots=True)
class LetterCount:
    """Letters of one font (or page) that tell whether the higher Vietnamese letters were lost."""

    kept: int = 0
    has_higher: bool = False

    def count(self, text: str) -> None:
        """One higher letter settles it: from then on nothing is counted."""
        if not self.has_higher and not text.isascii():
            self.kept += len(_KEPT.findall(text))
            self.has_higher = _HIGHER.search(text) is not None

    def add(self, other: "LetterCount") -> None:
        self.kept += other.kept
        self.has_higher = self.has_higher or other.has_higher

    @property
    def lost_the_higher(self) -> bool:
        return self.kept >= ENOUGH_KEPT and not self.has_higher


def lost_letters(lines: Sequence[str]) -> bool:
    """Whether a glyph had no letter (a single one before a word is a bullet of a symbol font), or the words that head
    every paper stand there without their higher letters."""
    text = "\n".join(lines)
    if LOST in text and any(LOST in line.removeprefix(_BULLET) and line != LOST for line in lines):
        return True
    return any(head.search(text) for head in _BROKEN_HEAD)


def letters_of(fonts: Iterable[dict[str, LetterCount]]) -> dict[str, LetterCount]:
    """Letters by font over pages."""
    total: dict[str, LetterCount] = defaultdict(LetterCount)
    for page in fonts:
        for name, count in page.items():
            total[name].add(count)
    return total
