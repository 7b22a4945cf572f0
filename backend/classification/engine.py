"""The rules engine: from what was extracted to a finding. Twin of webmail-plugin/src/core/engine.ts.

A part is marked if a `mark` rule matches in it and no `declassify` rule does in the same part; the worst part decides
for the file. The directive's duty to mail excepts secret papers: a marked file has no obligation, and nothing of what
kind of paper it is stands among its hits. An error inside the engine is raised, never taken for "nothing found".
"""

import time
from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from backend.classification.bundle import Bundle
from backend.classification.fingerprint import earlier_fingerprint_of, fingerprint_of
from backend.classification.matchers import Match, Subject
from backend.classification.page_text import PageText, Place
from backend.classification.rule import Effect, Rule
from backend.classification.rule_set import RuleSet
from backend.classification.verdict import DocumentForm, Finding, Level, Obligation, RuleHit, SecrecyState, Where
from backend.clock import today_in_vietnam
from backend.documents.form import read_form
from backend.documents.model import Extraction, Page, Part, UnreadableReason
from backend.text.charset import Charset, charset_of
from backend.text.legacy_text import read_text

_WORST_FIRST = (
    SecrecyState.MARKED,
    SecrecyState.UNCERTAIN,
    SecrecyState.DECLASSIFIED,
    SecrecyState.RESTRICTED,
    SecrecyState.NONE,
)
_STRONGEST_FIRST = (Obligation.MANDATORY, Obligation.ENCOURAGED, Obligation.NONE)
_HIGHEST_FIRST = (Level.TUYET_MAT, Level.TOI_MAT, Level.MAT)


@dataclass(frozen=True, slots=True)
class _Judged:
    """A part, or the file its parts make; what speaks of secrecy apart from what speaks of the duty to mail."""

    secrecy: SecrecyState
    level: Level | None
    obligation: Obligation
    form: DocumentForm
    secrecy_hits: tuple[RuleHit, ...]
    obligation_hits: tuple[RuleHit, ...]

    @property
    def hits(self) -> tuple[RuleHit, ...]:
        return self.secrecy_hits + self.obligation_hits


class Engine:
    """The rules of one bundle, compiled once; safe to use from one process for any number of files."""

    def __init__(self, bundle: Bundle, today: Callable[[], date] = today_in_vietnam) -> None:
        self.bundle = bundle
        self._rules = RuleSet(bundle.rules)
        self._today = today

    def with_seconds(self, seconds: float) -> "Engine":
        """The same rules with less time for the next file."""
        hurried = copy(self)
        hurried.bundle = replace(self.bundle, limits=replace(self.bundle.limits, seconds=seconds))
        return hurried

    def judge(self, extraction: Extraction, *, name: str, sha256: str, size_bytes: int, elapsed_ms: float) -> Finding:
        """Judge one file. `sha256` in hexadecimal; `elapsed_ms` is what reading it took, judging is added."""
        started = time.monotonic()
        whole = _whole([self._judge_file_part(part) for part in extraction.parts])
        return Finding(
            file=name,
            sha256=sha256,
            fingerprint=fingerprint_of(sha256, self.bundle.current_fingerprint_key),
            earlier_fingerprint=earlier_fingerprint_of(sha256, self.bundle.earlier_fingerprint_key, datetime.now(UTC)),
            size_bytes=size_bytes,
            media_type=extraction.media_type,
            secrecy=_with_doubts(whole.secrecy, extraction),
            level=whole.level,
            unreadable_reason=extraction.unreadable[0].reason if extraction.unreadable else None,
            obligation=whole.obligation,
            document=whole.form,
            charset=_charset(extraction),
            hits=whole.hits,
            elapsed_ms=elapsed_ms + (time.monotonic() - started) * 1000,
        )

    def judge_text(self, lines: Sequence[str], where: Where) -> Finding:
        """Judge a subject or a body: the same rules, but no name, hash or fingerprint."""
        started = time.monotonic()
        read = read_text(lines)
        text = _whole([self._judge_part(Part("", "text/plain", (Page(1, read.lines),)), where)])
        return Finding(
            file="",
            sha256="",
            fingerprint="",
            size_bytes=sum(len(line.encode("utf-8", "replace")) for line in lines),
            media_type="text/plain",
            secrecy=text.secrecy,
            level=text.level,
            unreadable_reason=UnreadableReason.TEXT_LAYER if read.doubtful else None,
            obligation=text.obligation,
            document=text.form,
            charset=read.charset or charset_of(list(lines)),
            hits=text.hits,
            elapsed_ms=(time.monotonic() - started) * 1000,
        )

    def _judge_file_part(self, part: Part) -> _Judged:
        """Its text, and the words of its stamps. A stamp GIẢI MẬT answers a printed mark; print does not answer a
        stamp."""
        text = self._judge_part(part, Where.ATTACHMENT_TEXT)
        stamped = tuple(Page(page.number, page.stamps) for page in part.pages if page.stamps)
        if not stamped:
            return text
        stamps = self._judge_part(replace(part, pages=stamped), Where.ATTACHMENT_STAMP)
        worst = stamps if stamps.secrecy is SecrecyState.DECLASSIFIED else _whole([text, stamps])
        hits = text.secrecy_hits + stamps.secrecy_hits
        return replace(text, secrecy=worst.secrecy, level=worst.level, secrecy_hits=hits)

    def _judge_part(self, part: Part, where: Where) -> _Judged:
        form = read_form(part.pages, self.bundle.kinds) if where is Where.ATTACHMENT_TEXT else DocumentForm()
        subject = Subject(tuple(PageText(page) for page in part.pages), form, self._today())
        found = self._rules.matches(subject, where)
        effects = {rule.effect for rule, _ in found}
        marks = (match.level for rule, matches in found if rule.effect is Effect.MARK for match in matches)
        return _Judged(
            secrecy=_secrecy(effects),
            level=highest_level(marks),
            obligation=_obligation(effects),
            form=form,
            secrecy_hits=tuple(_hit(rule, matches, part.path, where) for rule, matches in found if _is_secrecy(rule)),
            obligation_hits=tuple(
                _hit(rule, matches, part.path, where) for rule, matches in found if not _is_secrecy(rule)
            ),
        )


def _with_doubts(secrecy: SecrecyState, extraction: Extraction) -> SecrecyState:
    """A stamp nobody could read outweighs everything but a mark."""
    return SecrecyState.UNCERTAIN if extraction.uncertain and secrecy is not SecrecyState.MARKED else secrecy


def _is_secrecy(rule: Rule) -> bool:
    return rule.effect not in (Effect.MANDATORY, Effect.ENCOURAGED)


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
    if Effect.MARK in effects:
        return SecrecyState.MARKED
    return SecrecyState.RESTRICTED if Effect.RESTRICT in effects else SecrecyState.NONE


def _obligation(effects: set[Effect]) -> Obligation:
    if Effect.MANDATORY in effects:
        return Obligation.MANDATORY
    return Obligation.ENCOURAGED if Effect.ENCOURAGED in effects else Obligation.NONE


def highest_level(levels: Iterable[Level | None]) -> Level | None:
    """TUYỆT MẬT above TỐI MẬT above MẬT; None if no level is named."""
    present = set(levels)
    return next((level for level in _HIGHEST_FIRST if level in present), None)


def _whole(parts: list[_Judged]) -> _Judged:
    """The file its parts make: worst state with its highest level, strongest obligation, first form, all hits."""
    secrecy = next((state for state in _WORST_FIRST if state in {part.secrecy for part in parts}), SecrecyState.NONE)
    is_marked = secrecy is SecrecyState.MARKED
    obligations = {Obligation.NONE} if is_marked else {part.obligation for part in parts}
    forms = [part.form for part in parts if part.form.kind] or [part.form for part in parts] or [DocumentForm()]
    return _Judged(
        secrecy=secrecy,
        level=highest_level(part.level for part in parts if part.secrecy is secrecy),
        obligation=next((duty for duty in _STRONGEST_FIRST if duty in obligations), Obligation.NONE),
        form=forms[0],
        secrecy_hits=tuple(hit for part in parts for hit in part.secrecy_hits),
        obligation_hits=() if is_marked else tuple(hit for part in parts for hit in part.obligation_hits),
    )


def _charset(extraction: Extraction) -> str:
    """`other` where a text layer stands for letters it does not hold (lost letters, an unknown charset); else the old
    charset that some of it was written in."""
    if any(part.reason is UnreadableReason.TEXT_LAYER for part in extraction.unreadable):
        return Charset.OTHER
    written_in = next((part.charset for part in extraction.parts if part.charset), None)
    if written_in is not None:
        return written_in
    return charset_of([line for part in extraction.parts for page in part.pages for line in page.lines])
