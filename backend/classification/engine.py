"""The rules engine: from what was extracted to a finding. Twin of webmail-plugin/src/core/engine.ts.

A part is marked if a `mark` rule matches in it and no `declassify` rule does in the same part; the worst part decides
for the file. An error inside the engine is raised, never taken for "nothing found".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from backend.classification.bundle import Bundle
from backend.classification.fingerprint import fingerprint_of
from backend.classification.matchers import Match, Subject
from backend.classification.page_text import PageText, Place
from backend.classification.rule import Effect, Rule
from backend.classification.verdict import DocumentForm, Finding, Level, Obligation, RuleHit, SecrecyState, Where
from backend.documents.form import read_form
from backend.documents.model import Extraction, Page, Part
from backend.text.charset import charset_of

_WORST_FIRST = (SecrecyState.MARKED, SecrecyState.DECLASSIFIED, SecrecyState.NONE)
_STRONGEST_FIRST = (Obligation.MANDATORY, Obligation.ENCOURAGED, Obligation.NONE)
_HIGHEST_FIRST = (Level.TUYET_MAT, Level.TOI_MAT, Level.MAT)


@dataclass(frozen=True, slots=True)
class JudgedPart:
    secrecy: SecrecyState
    level: Level | None
    obligation: Obligation
    form: DocumentForm
    hits: tuple[RuleHit, ...]


class Engine:
    """The rules of one bundle, compiled once; safe to use from one process for any number of files."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def with_seconds(self, seconds: float) -> "Engine":
        """The same rules with less time for the next file."""
        limits = replace(self.bundle.limits, seconds=seconds)
        return Engine(replace(self.bundle, limits=limits))

    def judge(self, extraction: Extraction, *, name: str, sha256: str, size_bytes: int, elapsed_ms: float) -> Finding:
        """Judge one file. `sha256` in hexadecimal; `elapsed_ms` is what reading it took."""
        whole = _whole([self._judge_part(part, Where.ATTACHMENT_TEXT) for part in extraction.parts])
        lines = [line for part in extraction.parts for page in part.pages for line in page.lines]
        return Finding(
            file=name,
            sha256=sha256,
            fingerprint=fingerprint_of(sha256, self.bundle.current_fingerprint_key),
            size_bytes=size_bytes,
            media_type=extraction.media_type,
            secrecy=whole.secrecy,
            level=whole.level,
            unreadable_reason=extraction.unreadable[0].reason if extraction.unreadable else None,
            obligation=whole.obligation,
            document=whole.form,
            charset=charset_of(lines),
            hits=whole.hits,
            elapsed_ms=elapsed_ms,
        )

    def judge_text(self, lines: Sequence[str], where: Where) -> Finding:
        """Judge a subject or a body: the same rules, but no name, hash or fingerprint."""
        text = self._judge_part(Part("", "text/plain", (Page(1, tuple(lines)),)), where)
        return Finding(
            file="",
            sha256="",
            fingerprint="",
            size_bytes=sum(len(line.encode("utf-8", "replace")) for line in lines),
            media_type="text/plain",
            secrecy=text.secrecy,
            level=text.level,
            unreadable_reason=None,
            obligation=text.obligation,
            document=text.form,
            charset=charset_of(list(lines)),
            hits=text.hits,
            elapsed_ms=0.0,
        )

    def _judge_part(self, part: Part, where: Where) -> JudgedPart:
        form = read_form(part.pages, self.bundle.kinds) if where is Where.ATTACHMENT_TEXT else DocumentForm()
        subject = Subject(tuple(PageText(page) for page in part.pages), form)
        found = [
            (rule, matches)
            for rule in self.bundle.rules
            if where in rule.looks_at and (matches := list(rule.matcher.matches(subject)))
        ]
        effects = {rule.effect for rule, _ in found}
        return JudgedPart(
            secrecy=_secrecy(effects),
            level=highest_level(
                match.level for rule, matches in found if rule.effect is Effect.MARK for match in matches
            ),
            obligation=_obligation(effects),
            form=form,
            hits=tuple(_hit(rule, matches, part.path, where) for rule, matches in found),
        )


def _hit(rule: Rule, matches: list[Match], path: str, where: Where) -> RuleHit:
    first = first_place(matches)
    return RuleHit(rule.id, where, path, first.page if first else None, first.line if first else None)


def first_place(matches: Iterable[Match]) -> Place | None:
    """The first place in reading order; None if no match has one (form fields)."""
    places = [match.place for match in matches if match.place is not None]
    return min(places, key=lambda place: (place.page, place.line), default=None)


def _secrecy(effects: set[Effect]) -> SecrecyState:
    if Effect.DECLASSIFY in effects:
        return SecrecyState.DECLASSIFIED
    return SecrecyState.MARKED if Effect.MARK in effects else SecrecyState.NONE


def _obligation(effects: set[Effect]) -> Obligation:
    if Effect.MANDATORY in effects:
        return Obligation.MANDATORY
    return Obligation.ENCOURAGED if Effect.ENCOURAGED in effects else Obligation.NONE


def highest_level(levels: Iterable[Level | None]) -> Level | None:
    """TUYỆT MẬT above TỐI MẬT above MẬT; None if no level is named."""
    present = set(levels)
    return next((level for level in _HIGHEST_FIRST if level in present), None)


def _whole(parts: list[JudgedPart]) -> JudgedPart:
    """The file its parts make: worst state with its highest level, strongest obligation, first form, all hits."""
    states, obligations = {part.secrecy for part in parts}, {part.obligation for part in parts}
    secrecy = next((state for state in _WORST_FIRST if state in states), SecrecyState.NONE)
    forms = [part.form for part in parts if part.form.kind] or [part.form for part in parts] or [DocumentForm()]
    return JudgedPart(
        secrecy=secrecy,
        level=highest_level(part.level for part in parts if part.secrecy is secrecy),
        obligation=next((duty for duty in _STRONGEST_FIRST if duty in obligations), Obligation.NONE),
        form=forms[0],
        hits=tuple(hit for part in parts for hit in part.hits),
    )
