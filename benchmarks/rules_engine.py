"""`rules-engine`: how fast text is judged, against simpler ways that a gate could be tempted by.

The first peer is what most scripts do: one alternation of the standard library over the raw text. It sees neither
decomposed nor letter-spaced marks and takes running text for a mark; it is here for speed alone. The second judges
right but slowly: the same matchers, each reading the text for itself. The third is the standard library's engine on
the patterns of the restricted subset.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from backend.classification.bundle import Bundle, packaged_bundle
from backend.classification.engine import Engine
from backend.classification.matchers import Subject
from backend.classification.page_text import PageText
from backend.classification.rule import read_matcher
from backend.classification.verdict import DocumentForm, SecrecyState
from backend.documents.model import Extraction, Page, Part
from benchmarks.measuring import interleaved

ROUNDS = 15
PAGES, LINES_A_PAGE = 40, 45
PATTERNS = 40
_TEXT = (
    "Ủy ban nhân dân tỉnh Thái Nguyên đề nghị các sở ngành địa phương rà soát bảo mật hộp thư điện tử công vụ mật khẩu "
    "mật độ dân số bí mật nhà nước theo quy định Nghị định của Chính phủ về công tác văn thư báo cáo kết quả thực hiện "
    "trước ngày tháng năm gửi Sở Khoa học và Công nghệ tổng hợp trình Chủ tịch xem xét quyết định hoà giải thuỷ lợi"
)


def run() -> Iterator[dict[str, object]]:
    bundle, pages = packaged_bundle(), _pages()
    characters = sum(len(line) for page in pages for line in page.lines)
    extraction = Extraction("text/plain", (Part("", "text/plain", pages),))
    engine = Engine(bundle)
    raw = "\n".join(line for page in pages for line in page.lines)
    alternation = re.compile("|".join(rf"\b{phrase}\b" for phrase in ("TUYỆT MẬT", "TỐI MẬT", "MẬT", "GIẢI MẬT")))
    yield _figure(
        "all rules",
        lambda: _judged(engine, extraction),
        "re alternation on raw text",
        lambda: alternation.findall(raw),
        characters,
    )
    yield _figure(
        "views made once",
        lambda: _judged(engine, extraction),
        "each rule reads the text for itself",
        _rule_by_rule(bundle, extraction),
        characters,
    )
    yield _patterns(pages, characters)


def _judged(engine: Engine, extraction: Extraction) -> None:
    finding = engine.judge(extraction, name="x", sha256="00" * 32, size_bytes=0, elapsed_ms=0.0)
    if finding.secrecy is not SecrecyState.NONE:
        raise AssertionError("the benchmark's text is harmless")


def _rule_by_rule(bundle: Bundle, extraction: Extraction) -> Callable[[], None]:
    engines = [Engine(replace(bundle, rules=(rule,))) for rule in bundle.rules]

    def judge_by_each() -> None:
        for engine in engines:
            _judged(engine, extraction)

    return judge_by_each


def _patterns(pages: tuple[Page, ...], characters: int) -> dict[str, object]:
    """Forty patterns with a gap, whose literals are rare, as rules for numbers and stamps are."""
    written = [
        {"kind": "pattern", "pattern": f"Số: [0-9]{{1,4}}/{sign}-[A-ZĐ]{{2,6}}", "literal": f"/{sign}-"}
        for sign in (f"K{number}UBND" for number in range(PATTERNS))
    ]
    matchers = [read_matcher(one) for one in written]
    by_re = [re.compile(str(one["pattern"])) for one in written]
    subject = Subject(tuple(PageText(page) for page in pages), DocumentForm())
    flows = [page.flow.text for page in subject.pages]
    return _figure(
        f"{PATTERNS} patterns",
        lambda: [list(matcher.matches(subject)) for matcher in matchers],
        "re, pattern by pattern",
        lambda: [pattern.findall(flow) for pattern in by_re for flow in flows],
        characters,
    )


def _figure(
    what: str, ours: Callable[[], object], peer_name: str, peer: Callable[[], object], characters: int
) -> dict[str, object]:
    value, peer_value = (characters / seconds / 1e6 for seconds in interleaved(ours, peer, ROUNDS))
    return {
        "name": f"rules-engine ({what})",
        "value": round(value, 2),
        "unit": "million characters/s",
        "peer": peer_name,
        "peer_value": round(peer_value, 2),
        "ratio": round(value / peer_value, 3),
        "n": ROUNDS,
    }


def _pages() -> tuple[Page, ...]:
    """The same harmless paper every time: some 200,000 characters."""
    chance, words = random.Random(2009), _TEXT.split()
    return tuple(
        Page(number, tuple(" ".join(chance.choices(words, k=22)) for _ in range(LINES_A_PAGE)))
        for number in range(1, PAGES + 1)
    )
