"""`rules-engine`: how fast text is judged by all rules of the package, in both engines, and how that grows.

Measured over some 200,000 characters of a harmless paper. "normalise" is what makes the lines rules look at, "match"
is every rule over them, "form" is the form reader. Peers, turn by turn in the same run: of normalising, NFC and white
space by the language itself; of matching, a bare `re2.Set` of all phrases over the page text in Python, and one RegExp
a phrase in TypeScript: they say that a phrase occurs, not whether it stands alone. Growth is measured against itself:
twice the text, and 500 rules against 50; and against each rule reading the page by itself.
"""

import json
import random
import statistics
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import re2

from backend.classification.bundle import packaged_payload
from backend.classification.matchers import Subject
from backend.classification.page_text import PageText
from backend.classification.rule import Rule, read_rule
from backend.classification.rule_set import RuleSet
from backend.classification.verdict import DocumentForm, Where
from backend.documents.form import read_form
from backend.documents.form_kinds import KindTable
from backend.documents.model import Page

ROUNDS = 15
PAGES, LINES_A_PAGE = 40, 45
_TEXT = (
    "Ủy ban nhân dân tỉnh Thái Nguyên đề nghị các sở ngành địa phương rà soát bảo mật hộp thư điện tử công vụ mật khẩu "
    "mật độ dân số bí mật nhà nước theo quy định Nghị định của Chính phủ về công tác văn thư báo cáo kết quả thực hiện "
    "trước ngày tháng năm gửi Sở Khoa học và Công nghệ tổng hợp trình Chủ tịch xem xét quyết định hoà giải thuỷ lợi"
)
_SIDES = {"python": "bare re2.Set of all phrases", "typescript": "one RegExp a phrase"}
Work = Callable[[], Callable[[], object]]  # what it needs is made before the clock starts
Written = Mapping[str, Any]


def run() -> Iterator[dict[str, object]]:
    payload, pages = packaged_payload(), _pages()
    rules = payload["rules"]
    task = {
        "rounds": ROUNDS,
        "pages": [{"number": page.number, "lines": page.lines} for page in pages],
        "rules": rules,
        "fifty": _as_many(rules, 50),
        "five_hundred": _as_many(rules, 500),
        "phrases": sorted(_phrases([rule["match"] for rule in rules])),
        "kinds": payload["kinds"],
    }
    for side, seconds in (("python", _python(task, pages)), ("typescript", _typescript(task))):
        yield from _figures(side, seconds)


def _figures(side: str, seconds: Mapping[str, float]) -> Iterator[dict[str, object]]:
    for what, ours, peer_name, peer in (
        ("normalise", "normalise", "NFC and white space alone", "normalise peer"),
        ("match", "match", _SIDES[side], "match peer"),
        ("form", "form", "normalise", "normalise"),
        ("twice the text", "match twice the text", "the text once", "match"),
        ("500 rules", "match 500", "50 rules", "match 50"),
        ("500 rules at once", "match 500", "each rule reads the page by itself", "match 500 one by one"),
    ):
        value, peer_value = seconds[ours] * 1000, seconds[peer] * 1000
        yield {
            "name": f"rules-engine ({what}, {side})",
            "value": round(value, 2),
            "unit": "ms",
            "peer": peer_name,
            "peer_value": round(peer_value, 2),
            "ratio": round(value / peer_value, 3),
            "n": ROUNDS,
        }


def _python(task: Written, pages: tuple[Page, ...]) -> dict[str, float]:
    kinds = KindTable.from_rows(task["kinds"])
    texts = [PageText(page).flow.text for page in pages]
    phrases = re2.Set.SearchSet()
    for phrase in task["phrases"]:
        phrases.Add(re2.escape(phrase))
    phrases.Compile()
    return _medians(
        {
            "normalise": lambda: lambda: [PageText(page) for page in pages],
            "normalise peer": lambda: (
                lambda: [" ".join(unicodedata.normalize("NFC", line).split()) for page in pages for line in page.lines]
            ),
            "form": lambda: lambda: read_form(pages, kinds),
            "match": _matching(task["rules"], pages),
            "match twice the text": _matching(task["rules"], pages * 2),
            "match 50": _matching(task["fifty"], pages),
            "match 500": _matching(task["five_hundred"], pages),
            "match peer": lambda: lambda: [phrases.Match(text) for text in texts],
            "match 500 one by one": _one_by_one(task["five_hundred"], pages),
        }
    )


def _matching(written: list[Written], pages: tuple[Page, ...]) -> Work:
    rules = RuleSet([read_rule(rule) for rule in written])

    def prepare() -> Callable[[], object]:
        subject = _subject(pages)
        return lambda: rules.matches(subject, Where.ATTACHMENT_TEXT)

    return prepare


def _subject(pages: tuple[Page, ...]) -> Subject:
    return Subject(tuple(PageText(page) for page in pages), DocumentForm(), date(2026, 3, 1))


def _one_by_one(written: list[Written], pages: tuple[Page, ...]) -> Work:
    rules: list[Rule] = [read_rule(rule) for rule in written]

    def prepare() -> Callable[[], object]:
        subject = _subject(pages)
        return lambda: [list(rule.matcher.matches(subject)) for rule in rules]

    return prepare


def _medians(works: Mapping[str, Work]) -> dict[str, float]:
    """Seconds of each, taking turns; who begins changes every round, and two rounds warm up."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for number in range(-2, ROUNDS):
        for name, prepare in list(works.items())[:: 1 if number % 2 else -1]:
            work = prepare()
            started = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - started)
    return {name: statistics.median(measured[2:]) for name, measured in seconds.items()}


def _typescript(task: Written) -> dict[str, float]:
    script = Path(__file__).with_suffix(".ts")
    done = subprocess.run(["node", script], input=json.dumps(task), capture_output=True, text=True, check=True)
    medians: dict[str, float] = json.loads(done.stdout)
    return medians


def _as_many(rules: list[Written], count: int) -> list[Written]:
    """The catalogue over and over, every copy with phrases of its own."""
    copies = (_renamed(rule, number // len(rules)) for number, rule in enumerate(rules * (count // len(rules) + 1)))
    return [copy for _, copy in zip(range(count), copies, strict=False)]


def _renamed(rule: Written, number: int) -> Written:
    return {**rule, "id": f"{rule['id']}_{number}", "match": _reworded(rule["match"], f" k{number}" if number else "")}


def _reworded(match: Written, more: str) -> Written:
    """The same match for other phrases, which do not occur either."""
    if match["kind"] in ("any", "all"):
        return {**match, "of": [_reworded(one, more) for one in match["of"]]}
    phrases = {key: [phrase + more for phrase in match[key]] for key in ("phrases", "first", "second") if key in match}
    levels = (
        {"levels": {phrase + more: level for phrase, level in match["levels"].items()}} if "levels" in match else {}
    )
    return {**match, **phrases, **levels}


def _phrases(matches: list[Written]) -> set[str]:
    found: set[str] = set()
    for match in matches:
        found |= _phrases(match.get("of", [])) | {
            phrase for key in ("phrases", "first", "second") for phrase in match.get(key, ())
        }
    return found


def _pages() -> tuple[Page, ...]:
    """The same harmless paper every time: some 200,000 characters."""
    chance, words = random.Random(2009), _TEXT.split()
    return tuple(
        Page(number, tuple(" ".join(chance.choices(words, k=22)) for _ in range(LINES_A_PAGE)))
        for number in range(1, PAGES + 1)
    )
