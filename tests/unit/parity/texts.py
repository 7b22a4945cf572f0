"""Generated Vietnamese texts as they may be written: decomposed, in old charsets, with look-alikes, letters set apart,
marks spread over lines, characters that show nothing. From a fixed seed, with what must be found in each."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from backend.text.legacy_tables import LegacyCharset
from backend.text.lookalikes import LOOKALIKES
from tests.unit.parity.papers import BODIES, HEADS, HIDDEN, RECIPIENTS, SPACES, TITLES, TRAPS
from tests.unit.text.old_writing import written_in

MARKS = {"MẬT": "MAT", "TỐI MẬT": "TOI_MAT", "TUYỆT MẬT": "TUYET_MAT"}
# The secondary sign ("được phép sao, chụp") is a mark too
OPEN_RECIPIENTS = [block for block in RECIPIENTS if not any("sao, chụp" in line for line in block)]
SIGNS = (" ", "  ", ".", "-", "_", " . ", "·", "*", " - ")
FRAMES = ("{}", "{}", "| {} |", "[{}]", "« {} »", "-{}-", "{}.", "({})")
MISPLACED = {"TỐI": "TÔÍ", "TUYỆT": "TUỴÊT", "HOÀ": "HÒA", "UỶ": "ỦY", "oà": "òa", "uỷ": "ủy", "iề": "ìê"}
_LOOKALIKES: dict[str, str] = {}  # letter → all that is taken for it
for _character, _letter in LOOKALIKES.items():
    _LOOKALIKES[_letter] = _LOOKALIKES.get(_letter, "") + _character
_NONE_FOR_A_MARK = "().,:;-|[]*"  # what stands around a mark stays


@dataclass(frozen=True, slots=True)
class WrittenText:
    """`level`: of the mark that stands among the lines, None without one."""

    lines: tuple[str, ...]
    level: str | None


Writing = Callable[[Random, list[str], str | None], list[str]]
"""Called with what stands on the paper and the mark to put into it."""


def written_text(random: Random, writing: Writing) -> WrittenText:
    lines = random.sample(HEADS, random.randint(0, 3)) + random.sample(TITLES, random.randint(0, 1))
    lines += random.sample(BODIES, random.randint(2, 5)) + list(random.choice((*OPEN_RECIPIENTS, ())))
    if random.random() < 0.4:
        lines.insert(random.randint(0, len(lines)), random.choice(TRAPS))
    mark = random.choice([*MARKS, None])
    return WrittenText(tuple(writing(random, lines, mark)), MARKS[mark] if mark else None)


def _with(random: Random, lines: list[str], mark: list[str]) -> list[str]:
    place = random.randint(0, len(lines))
    return lines[:place] + mark + lines[place:]


def _framed(random: Random, mark: str | None) -> list[str]:
    return [random.choice(FRAMES).format(mark)] if mark else []


def plain(random: Random, lines: list[str], mark: str | None) -> list[str]:
    return _with(random, lines, _framed(random, mark))


def decomposed(random: Random, lines: list[str], mark: str | None) -> list[str]:
    return [unicodedata.normalize("NFD", line) for line in plain(random, lines, mark)]


def lookalike(random: Random, lines: list[str], mark: str | None) -> list[str]:
    return ["".join(_disguised(random, character) for character in line) for line in plain(random, lines, mark)]


def _disguised(random: Random, character: str) -> str:
    candidates = _LOOKALIKES.get(character, "") if character not in _NONE_FOR_A_MARK else ""
    if candidates and random.random() < 0.5:
        return random.choice(candidates)
    base, marks = unicodedata.normalize("NFD", character)[:1], unicodedata.normalize("NFD", character)[1:]
    if marks and base in _LOOKALIKES and random.random() < 0.3:
        return random.choice(_LOOKALIKES[base]) + marks
    return character


def apart(random: Random, lines: list[str], mark: str | None) -> list[str]:
    sign = random.choice(SIGNS)
    words = [sign.join(word) for word in mark.split()] if mark else []
    return _with(random, lines, [random.choice((" ", "  ")).join(words)] if words else [])


def dashed(random: Random, lines: list[str], mark: str | None) -> list[str]:
    return plain(random, lines, mark and mark.replace(" ", random.choice(("-", " - ", "–", ".", "_"))))


def spread(random: Random, lines: list[str], mark: str | None) -> list[str]:
    if mark is None:
        return lines
    letters = mark.replace(" ", "")
    pieces = random.choice((mark.split(), list(letters), [letters[:1], letters[1:]]))
    return _with(random, lines, [line for piece in pieces for line in (piece, *random.choice(((), ("",))))])


def hidden(random: Random, lines: list[str], mark: str | None) -> list[str]:
    return ["".join(_hiding(random, one) for one in line) for line in decomposed(random, lines, mark)]


def _hiding(random: Random, character: str) -> str:
    if character == " " and random.random() < 0.2:
        return random.choice(SPACES).replace("\t", " ")
    return character + (random.choice((*HIDDEN, "\u034f", "\ufe0f", "\U000e0041")) if random.random() < 0.1 else "")


def misplaced(random: Random, lines: list[str], mark: str | None) -> list[str]:
    written = plain(random, lines, mark)
    for right, other in MISPLACED.items():
        written = [line.replace(right, other) for line in written]
    return written


def old(charset: LegacyCharset) -> Writing:
    return lambda random, lines, mark: [written_in(charset, line) for line in _typed(random, lines, mark)]


def _typed(random: Random, lines: list[str], mark: str | None) -> list[str]:
    """Without quotes and dashes that old charsets have no room for."""
    return [line.translate({ord("«"): "(", ord("»"): ")", ord("–"): "-"}) for line in plain(random, lines, mark)]


def mixed(random: Random, lines: list[str], mark: str | None) -> list[str]:
    """Unicode, with a paragraph and the mark in TCVN3."""
    alien = [written_in(LegacyCharset.TCVN3, line) for line in _typed(random, random.sample(BODIES, 1), mark)]
    return _with(random, lines, alien)


WRITINGS: dict[str, Writing] = {
    "plain": plain,
    "decomposed": decomposed,
    "look-alikes": lookalike,
    "apart": apart,
    "dashed": dashed,
    "spread": spread,
    "hidden": hidden,
    "misplaced": misplaced,
    "mixed": mixed,
} | {charset.value: old(charset) for charset in LegacyCharset}
