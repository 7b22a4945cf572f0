"""Runs the vectors that stand beside the rules (each case is one small message, judged by one rule) and those that
hold the matchers to one meaning in both engines (rules/conformance)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from backend.classification.bundle import Bundle
from backend.classification.engine import Engine, first_place, highest_level
from backend.classification.matchers import Subject
from backend.classification.packaged import vector_files
from backend.classification.page_text import PageText
from backend.classification.prefilter import Prefilter
from backend.classification.rule import read_matcher
from backend.classification.verdict import DocumentForm, Finding, Where
from backend.documents.model import Extraction, Page, Part

TODAY = date(2026, 3, 1)  # the day of all vectors
MATCHERS = ("line", "line_start", "since", "phrase", "near", "pattern", "field", "any", "all")


@dataclass(frozen=True, slots=True)
class VectorFailure:
    """A case whose result is not the expected one; both as the vector file writes them."""

    about: str  # a rule or a matcher
    case: str
    expected: dict[str, Any]
    found: dict[str, Any]


def run_vectors(bundle: Bundle, folder: Path | None = None) -> Iterator[VectorFailure | None]:
    """One result a case: None when it is as expected. What a rule means does not hang on the stage it is in."""
    for file in vector_files(folder):
        vectors = json.loads(file.read_text("utf-8"))
        rules = tuple(replace(rule, stages=()) for rule in bundle.rules if rule.id == vectors["rule"])
        engine = Engine(replace(bundle, rules=rules), lambda: TODAY)
        for case in vectors["cases"]:
            yield run_case(engine, vectors["rule"], case)


def run_case(engine: Engine, rule: str, case: dict[str, Any]) -> VectorFailure | None:
    """Judge one case by an engine that holds only its rule."""
    expected = case["expect"]
    findings = list(_findings(engine, case))
    hits = [hit for finding in findings for hit in finding.hits if hit.id == rule]
    found: dict[str, Any] = {"match": bool(hits)}
    if hits:
        levels = [finding.level for finding in findings if finding.level]
        first = hits[0]
        found |= {"where": first.where, "page": first.page, "line": first.line, "level": levels[0] if levels else None}
    if all(found.get(key) == value for key, value in expected.items()):
        return None
    return VectorFailure(rule, case["name"], expected, found)


def run_conformance(folder: Path) -> Iterator[VectorFailure | None]:
    """One result a case of every matcher: None when it is as expected."""
    for name in MATCHERS:
        for case in json.loads((folder / f"{name}.json").read_text("utf-8"))["cases"]:
            found = _matched(case)
            expected = case["expect"]
            as_expected = all(found[key] == value for key, value in expected.items())
            yield None if as_expected else VectorFailure(name, case["name"], expected, found)


def _matched(case: dict[str, Any]) -> dict[str, Any]:
    matcher = read_matcher(case["match"])
    prefilter = Prefilter(matcher.literals)
    pages = tuple(PageText(Page(number, tuple(lines))) for number, lines in enumerate(case["pages"], start=1))
    for page in pages:
        page.present = prefilter.present(page.lines)
    form: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in case.get("form", {}).items()
    }
    matches = list(matcher.matches(Subject(pages, DocumentForm(**form), TODAY)))
    place = first_place(matches)
    return {
        "match": bool(matches),
        "page": place.page if place else None,
        "line": place.line if place else None,
        "level": highest_level(match.level for match in matches),
    }


def _findings(engine: Engine, case: dict[str, Any]) -> Iterator[Finding]:
    if "subject" in case:
        yield engine.judge_text([case["subject"]], Where.SUBJECT)
    if "body" in case:
        yield engine.judge_text(case["body"], Where.BODY_TEXT)
    for attachment in case.get("attachments", ()):
        stamps = tuple(attachment.get("stamps", ()))  # of page 1
        pages = tuple(
            Page(number, tuple(lines), stamps if number == 1 else ())
            for number, lines in enumerate(attachment["pages"], start=1)
        )
        extraction = Extraction("text/plain", (Part("", "text/plain", pages),))
        yield engine.judge(extraction, name=attachment["name"], sha256="00" * 32, size_bytes=0, elapsed_ms=0.0)
