"""What a letter asks besides an answer: named receivers, a link to a dossier, its sender's class, another one's status.

Only what `LetterSigns` holds leaves this module: flags and codes, never a word of the letter. The data: rules/letters.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from backend.classification.matchers import Matcher, Subject
from backend.classification.page_text import PageText
from backend.classification.pattern import check_pattern, compile_pattern
from backend.classification.prefilter import Prefilter
from backend.classification.rule import read_matcher
from backend.classification.verdict import DocumentForm
from backend.documents.model import Page
from backend.rules_folder import rules_dir
from backend.text.normalise import accented_lines

MOST_DOSSIERS = 5
_ANSWER = re.compile("^(?:(?:re|fw|fwd|tl|ct|tra loi|trả lời|chuyển tiếp) ?: ?)+")  # what mail programs put before it
_QUOTED = re.compile("^(?:>|-{2,} ?(?:original|thư gốc|forwarded)|(?:on|vào) .{0,200}(?:wrote|viết) ?:)", re.IGNORECASE)
_CODE_CHARACTER = re.compile("[0-9A-Za-z.]")
_DIGITS = re.compile("(?<![0-9])([0-9]{10})(?:-?[0-9]{3})?(?![0-9-])")
_BETWEEN_WORDS = re.compile("[_.+ -]+")


@dataclass(frozen=True, slots=True)
class LetterSigns:
    """`shielded`: perhaps a denunciation or complaint. `dossiers`: codes of one-stop dossiers. `tax_code`: a business's
    stands in the signature. `status_asked`: the reference code whose state is asked for, and nothing else is.
    `answers_us`: its subject is that of a mail of ours: robots answer so, with no other sign."""

    shielded: bool = False
    dossiers: tuple[str, ...] = ()
    tax_code: bool = False
    status_asked: str = ""
    answers_us: bool = False

    def record(self) -> dict[str, object]:
        """What the journal keeps: only what there is."""
        every: dict[str, object] = {
            "shielded": self.shielded,
            "dossiers": list(self.dossiers),
            "tax_code": self.tax_code,
            "status_asked": self.status_asked,
            "answers_us": self.answers_us,
        }
        return {name: value for name, value in every.items() if value}


NO_SIGNS = LetterSigns()


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as it is read, in memory for one decision. `papers`: the lines of page 1 of each paper attached."""

    subjects: Sequence[str]
    body: Sequence[str]
    papers: Sequence[Sequence[str]] = ()
    files: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Shield:
    places: frozenset[str]
    matcher: Matcher
    prefilter: Prefilter

    def fits(self, lines: Sequence[str]) -> bool:
        page = PageText(Page(1, tuple(lines)))
        page.present = self.prefilter.present(page.lines)
        return any(True for _ in self.matcher.matches(Subject((page,), DocumentForm(), date.min)))


class SignReader:
    """The signs of rules/letters, compiled once."""

    def __init__(self, written: Mapping[str, Any]) -> None:
        self._written = written
        self._shields = [_shield(one) for one in written["shielded"]]
        self._dossiers = [(_compiled(one), one["valid_from"]) for one in written["dossier"]]
        self._status = _compiled(written["status_asked"])

    def read(self, text: LetterText) -> LetterSigns:
        subjects = [_ANSWER.sub("", line.lower()) for line in accented_lines(text.subjects)]
        body = accented_lines(text.body)
        own = _own_lines(body)
        titles = [
            own[: self._written["title_lines"]],
            *(paper[: self._written["title_lines"]] for paper in text.papers),
        ]
        files = [_BETWEEN_WORDS.sub(" ", name) for name in text.files]
        places: Mapping[str, Sequence[Sequence[str]]] = {"subject": [subjects], "title": titles, "file": [files]}
        asked = self._asked(subjects, own)
        codes = self._dossiers_in([*accented_lines(text.subjects), *body])
        return LetterSigns(
            shielded=any(
                shield.fits(lines) for shield in self._shields for place in shield.places for lines in places[place]
            ),
            dossiers=tuple(dict.fromkeys(codes))[:MOST_DOSSIERS],
            tax_code=self._has_tax_code(own[-self._written["signature_lines"] :]),
            status_asked=asked,
            answers_us=not asked and any(self._status.search(line.upper()) for line in subjects),
        )

    def _dossiers_in(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            for pattern, valid_from in self._dossiers:
                for found in pattern.finditer(line) if "-" in line else ():
                    before, after = line[: found.start()][-1:], line[found.end() :][:1]
                    alone = not (_CODE_CHARACTER.match(before) or after.isalnum())
                    if alone and (day := _day_in(found.group())) is not None and day >= valid_from:
                        yield found.group()

    def _has_tax_code(self, lines: Iterable[str]) -> bool:
        rule = self._written["tax_code"]
        named = (line for line in lines if any(word in line.lower() for word in rule["words"]))
        numbers = (found[1] for line in named for found in _DIGITS.finditer(line.replace(" ", "")))
        return any(_is_of_a_business(number, rule) for number in numbers)

    def _asked(self, subjects: Sequence[str], own: Sequence[str]) -> str:
        if sum(map(len, own)) > self._written["status_letter_characters"]:
            return ""
        first = next((line for line in own if line), "")
        for line in (*subjects, first.lower()):
            words = next((word for word in self._written["status_asked"]["words"] if line.startswith(f"{word} ")), "")
            rest = line[len(words) :].strip(" :.").upper()
            if words and (found := self._status.fullmatch(rest)):
                return str(found.group())
        return ""


@cache
def shipped_signs() -> SignReader:
    return SignReader(read_signs())


def read_signs(folder: Path | None = None) -> dict[str, Any]:
    return tomllib.loads(((folder or rules_dir()) / "letters" / "signs.toml").read_text("utf-8"))


def _shield(written: Mapping[str, Any]) -> _Shield:
    matcher = read_matcher(written["match"])
    return _Shield(frozenset(written["places"]), matcher, Prefilter(matcher.literals))


def _compiled(written: Mapping[str, Any]) -> Any:
    check_pattern(written["pattern"], written["literal"])
    return compile_pattern(written["pattern"])


def _own_lines(body: Sequence[str]) -> list[str]:
    """The lines up to what is quoted of another letter."""
    own: list[str] = []
    for line in body:
        if _QUOTED.match(line):
            break
        own.append(line)
    return own


def _day_in(code: str) -> date | None:
    """The day a dossier was received, YYMMDD between the last two hyphens."""
    try:
        return datetime.strptime(code.split("-")[-2], "%y%m%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _is_of_a_business(number: str, rule: Mapping[str, Any]) -> bool:
    """Ten digits whose tenth is 10 less the weighted sum of the others, modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(rule["weights"], number, strict=False))
    return 10 - total % 11 == int(number[9]) and not number.startswith(rule["persons_begin_with"])
