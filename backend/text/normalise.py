"""One reading of text for both engines: invisible characters, composition, look-alikes, white space, tone placement.

The sets are explicit because Python and JavaScript disagree on what white space or a word is. The twin is
webmail-plugin/src/core/text.ts; rules/conformance/normalise.json holds both to the same answers. Lines are read all at
once: most pages hold nothing unusual, and one look at the page says so.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from backend.text.glance import Glance
from backend.text.lookalikes import folded

# What shows nothing: control characters, soft hyphen, joiners and fillers of no width, directional marks, variation
# selectors, tags; and marks that strike through, underline or enclose a letter without making another of it.
INVISIBLE = re.compile(
    "[\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f\\u00ad\\u0305\\u0332\\u0333\\u0335-\\u0338\\u033f"
    "\\u034f\\u061c\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20dd-\\u20e4\\ufe00-\\ufe0f\\ufeff"
    "\\ufff9-\\ufffb\\U000e0000-\\U000e0fff]"
)
# White space, and what is drawn as nothing but its width: blank Braille, Hangul fillers
_BLANK = (
    "\\u0009-\\u000d\\u0085\\u00a0\\u115f\\u1160\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u2800\\u3000"
    "\\u3164\\uffa0"
)
WHITE_SPACE = re.compile(f"[ {_BLANK}]+")
_BLANK_BUT_NO_BREAK = re.compile(f"[{_BLANK}]".replace("\\u0009-\\u000d", "\\u0009\\u000b-\\u000d"))
_SPACES = re.compile("  +")
# What may surround a line that still stands alone: quotes, brackets, dashes, bullets, box drawing.
SURROUNDING = " \"'“”‘’«»()[]{}<>|/\\-‐‑‒–—_*.,:;•·+=#~!…─│┌┐└┘├┤┬┴┼═║╔╗╚╝■□▪▫"
# Text without any of these is composed Vietnamese in which nothing vanishes or stands for something else
UNUSUAL = re.compile(
    "[^\n -~ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\\u1ea0-\\u1ef9\\u2010-\\u2014\\u2018\\u2019\\u201c\\u201d"
    "\\u2022\\u2026\\u2500-\\u257f]"
)

# Where else a tone may be written than on the vowel that bears it: HÒA is HOÀ, THỤY is THUỴ, TUỴÊT is TUYỆT, TÔÍ is TỐI
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BORNE_BY_THE_SECOND = ["oa", "oe", "oă", "uy", "uâ", "uê", "uô", "uơ", "iê", "yê", "ươ"]
_BORNE_BY_THE_FIRST = ["ôi", "ơi", "ưi", "ây", "âu", "êu", "ưu"]


def _placements() -> Iterator[tuple[str, str]]:
    for pairs, written_on in ((_BORNE_BY_THE_SECOND, 0), (_BORNE_BY_THE_FIRST, 1)):
        for pair in pairs:
            for tone in _TONES:
                yield _with_tone(pair, tone, written_on), _with_tone(pair, tone, 1 - written_on)


def _with_tone(pair: str, tone: str, place: int) -> str:
    return unicodedata.normalize("NFC", pair[: place + 1] + tone + pair[place + 1 :])


_CASES: tuple[Callable[[str], str], ...] = (str.lower, str.upper)
_TONE_PLACEMENT = {
    first(written[0]) + second(written[1]): first(borne[0]) + second(borne[1])
    for written, borne in _placements()
    for first in _CASES
    for second in _CASES
}
# Two classes in a row cost a tenth of pairs by pairs; what is no pair of the table stays
_PERHAPS_ON_THE_FIRST = re.compile("[òóỏõọÒÓỎÕỌùúủũụÙÚỦŨỤìíỉĩịÌÍỈĨỊỳýỷỹỵỲÝỶỸỴừứửữựỪỨỬỮỰ][aeăyâêôơAEĂYÂÊÔƠ]")
_PERHAPS_ON_THE_SECOND = re.compile("[âêôơưÂÊÔƠƯ][ìíỉĩịÌÍỈĨỊỳýỷỹỵỲÝỶỸỴùúủũụÙÚỦŨỤ]")
FEW_PAIRS = 5
_MISPLACED_ON_THE_FIRST = frozenset(filter(_PERHAPS_ON_THE_FIRST.fullmatch, _TONE_PLACEMENT))

# A whole line of single letters with one sign between them, M.Ậ.T or T-Ố-I M-Ậ-T: letters set apart
_LETTER = "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"
_SIGN = "[._·*‐‑–-]"
_PERHAPS_APART = re.compile(f"{_SIGN} ?{_LETTER} ?{_SIGN}|{_SIGN}{_LETTER} {_LETTER}{_SIGN}")
_APART = re.compile(f"{_LETTER}(?: ?{_SIGN} ?{_LETTER}| {_LETTER}){{2,}}")
_ONE_LETTER = re.compile(_LETTER)
_SEES_ODD, _SEES_MISPLACED = Glance([UNUSUAL, _PERHAPS_APART]), Glance(_TONE_PLACEMENT)


def accented(text: str) -> str:
    """The view rules look at: nothing invisible, NFC, no look-alikes, single spaces, trimmed, one tone placement."""
    return accented_lines((text,))[0]


def accented_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """The accented view of each line."""
    lines = tuple(lines)
    page = "\n".join(lines)
    if page.count("\n") >= len(lines) > 0:  # line breaks inside a line are white space
        page = "\n".join(line.replace("\n", " ") for line in lines)
    is_odd = _SEES_ODD.finds(page)
    if is_odd and UNUSUAL.search(page):
        page = _unveiled(page)
    if "  " in page or "\n " in page or " \n" in page or page[:1] == " " or page[-1:] == " ":
        page, is_odd = "\n".join(line.strip(" ") for line in _SPACES.sub(" ", page).split("\n")), True
    page = _with_tones_well_placed(page)
    if is_odd and _PERHAPS_APART.search(page):
        page = "\n".join(map(_drawn_together, page.split("\n")))
    return tuple(page.split("\n")) if lines else ()


def _with_tones_well_placed(page: str) -> str:
    """Of most pages a pair or two, over and over ("Ủy ban"): each replaced everywhere at once."""
    placed = page
    for _ in range(FEW_PAIRS):
        pair = _SEES_MISPLACED.first(placed)
        if not pair:
            return placed
        if pair not in _MISPLACED_ON_THE_FIRST:
            break
        placed = placed.replace(pair, _TONE_PLACEMENT[pair])
    return _with_each_tone_well_placed(page)


def _with_each_tone_well_placed(page: str) -> str:
    once = _PERHAPS_ON_THE_FIRST.sub(_well_placed, page)
    twice = once if once == page else _PERHAPS_ON_THE_FIRST.sub(_well_placed, once)  # TỤYÊT, TUỴÊT
    return _PERHAPS_ON_THE_SECOND.sub(_well_placed, twice)


def _unveiled(page: str) -> str:
    composed = unicodedata.normalize("NFC", INVISIBLE.sub("", page))
    return _BLANK_BUT_NO_BREAK.sub(" ", folded(composed))


def _well_placed(found: re.Match[str]) -> str:
    return _TONE_PLACEMENT.get(found.group(), found.group())


def _drawn_together(line: str) -> str:
    """A line of single letters set apart by signs, set apart by spaces instead."""
    apart = _PERHAPS_APART.search(line) and _APART.fullmatch(standing_alone(line))
    return " ".join(_ONE_LETTER.findall(line)) if apart else line


def joined(text: str) -> str:
    """The accented view without any space: "M Ậ T" and "TỐI  M Ậ T" read as "MẬT" and "TỐIMẬT"."""
    return accented(text).replace(" ", "")


class _ToneStripped(dict[int, str]):
    """Code point → its plain letter, worked out once for each letter that occurs."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        base = unicodedata.normalize("NFD", character)[0].lower()
        self[code] = base if len(base) == 1 else character
        return self[code]


_TONE_STRIPPED = _ToneStripped({ord("đ"): "d", ord("Đ"): "d"})
# The letters of nearly all text fit into bytes, and two tables in C take a fifth of the time of a mapping. NUL stands
# first, for only then does CPython build its quick kind of table.
COMMON_LETTERS = (
    "\0\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
    "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư\u2010\u2011\u2012\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026"
    + "".join(map(chr, range(0x1EA0, 0x1EFA)))
)
_COMMON = COMMON_LETTERS.ljust(256, "\n")  # a table of 256, one of them over and over
_TO_BYTES = codecs.charmap_build(_COMMON)
_STRIPPED_BYTES = _COMMON.translate(_TONE_STRIPPED)


def tone_stripped(composed: str) -> str:
    """For recognising words: lower case without tones and marks, đ as d; character for character, of equal length.

    `composed` is NFC: a mark that stands by itself stays.
    """
    try:
        written, _ = codecs.charmap_encode(composed, "strict", _TO_BYTES)
    except UnicodeEncodeError:
        return composed.translate(_TONE_STRIPPED)
    return codecs.charmap_decode(written, "strict", _STRIPPED_BYTES)[0]


def standing_alone(view: str) -> str:
    """A view without the punctuation, brackets and frames around it."""
    return view.strip(SURROUNDING)


def is_word_character(character: str) -> bool:
    """Letters, digits and combining marks of any script: what may not neighbour a phrase."""
    return unicodedata.category(character)[0] in "LNM"
