"""One reading of text for both engines: invisible characters, composition, white space, tone placement.

The sets are explicit because Python and JavaScript disagree on what white space or a word is. The twin is
webmail-plugin/src/core/text.ts; rules/conformance/normalise.json holds both to the same answers.
"""

import re
import unicodedata

# Soft hyphen, zero-width characters, directional marks, word joiner, byte order mark.
INVISIBLE = re.compile("[\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]")
WHITE_SPACE = re.compile(
    "[\\u0009-\\u000d\\u0020\\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+"
)
# What may surround a line that still stands alone: quotes, brackets, dashes, bullets, box drawing.
SURROUNDING = " \"'“”‘’«»()[]{}<>|/\\-‐‑‒–—_*.,:;•·+=#~!…─│┌┐└┘├┤┬┴┼═║╔╗╚╝■□▪▫"

# Tone on the glide (older placement) → tone on the vowel: HÒA and HOÀ, THỤY and THUỴ, are the same word.
_OLDER = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_NEWER = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_TONE_PLACEMENT = {
    first(old[0]) + second(old[1]): first(new[0]) + second(new[1])
    for old, new in zip(_OLDER, _NEWER, strict=True)
    for first in (str.lower, str.upper)
    for second in (str.lower, str.upper)
}
_OLDER_PLACEMENT = re.compile("|".join(_TONE_PLACEMENT))


def accented(text: str) -> str:
    """The view rules look at: invisible characters gone, NFC, single spaces, trimmed, one tone placement."""
    visible = unicodedata.normalize("NFC", INVISIBLE.sub("", text))
    single_spaced = WHITE_SPACE.sub(" ", visible).strip(" ")
    return _OLDER_PLACEMENT.sub(lambda found: _TONE_PLACEMENT[found.group()], single_spaced)


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


def tone_stripped(composed: str) -> str:
    """For recognising words: lower case without tones and marks, đ as d; character for character, of equal length.

    `composed` is NFC: a mark that stands by itself stays.
    """
    return composed.translate(_TONE_STRIPPED)


def standing_alone(view: str) -> str:
    """A view without the punctuation, brackets and frames around it."""
    return view.strip(SURROUNDING)


def is_word_character(character: str) -> bool:
    """Letters, digits and combining marks of any script: what may not neighbour a phrase."""
    return unicodedata.category(character)[0] in "LNM"
