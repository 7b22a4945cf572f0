"""What holds for every text: a mark on a line of its own is found however it is written, running text never is one."""

import unicodedata
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.verdict import Finding, Level, SecrecyState, Where
from backend.documents.model import Extraction, Page, Part

ENGINE = Engine(packaged_bundle())
MARKS = {"MẬT": Level.MAT, "TỐI MẬT": Level.TOI_MAT, "TUYỆT MẬT": Level.TUYET_MAT}
_TEXT = (
    "Ủy ban nhân dân tỉnh đề nghị các sở rà soát bảo mật hộp thư mật khẩu mật độ mật ong thân mật bí mật nhà nước "
    "tuyệt đối tối thiểu theo quy định số 30/2020/NĐ-CP ngày 05/01/2026; BẢO BÍ NHÀ NƯỚC (MẬT KHẨU) hoà hòa uỷ ủy "
    "thuỵ thụy giải công tác văn thư: báo cáo, kết quả, độ mật – xem xét./. lịch công tác tài liệu họp"
)
WORDS = st.sampled_from(_TEXT.split())
HARMLESS_LINES = st.lists(WORDS, min_size=4, max_size=14).map(" ".join)
PAGES = st.lists(st.lists(HARMLESS_LINES, max_size=6), min_size=1, max_size=3)
FORMS: list[Literal["NFC", "NFD"]] = ["NFC", "NFD"]
SPACES = st.sampled_from([" ", "  ", "\u00a0", "\t", "\u2009\u3000"])
INVISIBLE = st.sampled_from(["", "\u200b", "\u00ad", "\u2060\ufeff", "\u202a"])
FRAMES = st.sampled_from([("", ""), ("[ ", " ]"), ("│ ", " │"), ("“", "”."), ("*** ", " ***"), ("- ", ";")])
OLDER_TO_NEWER = {"hòa": "hoà", "ủy": "uỷ", "Ủy": "Uỷ", "thụy": "thuỵ"}


def judge(pages: list[list[str]]) -> Finding:
    read = tuple(Page(number, tuple(lines)) for number, lines in enumerate(pages, start=1))
    extraction = Extraction("text/plain", (Part("", "text/plain", read),))
    return ENGINE.judge(extraction, name="x", sha256="00" * 32, size_bytes=1, elapsed_ms=0.0)


def essence(finding: Finding) -> tuple[object, ...]:
    """All but times and what is reported as it stands on the paper."""
    return (finding.secrecy, finding.level, finding.obligation, finding.hits, finding.document.kind)


@given(PAGES)
def test_running_text_about_secrets_is_never_marked(pages: list[list[str]]) -> None:
    assert judge(pages).secrecy is SecrecyState.NONE


@given(st.lists(WORDS, max_size=5), st.sampled_from(sorted(MARKS)), st.lists(WORDS, max_size=5))
def test_a_mark_inside_running_text_is_never_one(before: list[str], mark: str, after: list[str]) -> None:
    line = " ".join([*before, "văn", mark, *after])

    assert judge([[line]]).secrecy is SecrecyState.NONE
    assert judge([[" ".join([*before, mark, "số", *after])]]).secrecy is SecrecyState.NONE
    assert ENGINE.judge_text([line], Where.SUBJECT).secrecy is SecrecyState.NONE


@given(
    PAGES,
    st.data(),
    st.sampled_from(sorted(MARKS)),
    st.sampled_from(FORMS),
    st.tuples(SPACES, st.booleans(), INVISIBLE, FRAMES),
)
def test_a_mark_on_a_line_of_its_own_is_always_found(
    pages: list[list[str]],
    data: st.DataObject,
    mark: str,
    form: Literal["NFC", "NFD"],
    written: tuple[str, bool, str, tuple[str, str]],
) -> None:
    space, letter_spaced, invisible, (left, right) = written
    letters = space.join(mark.replace(" ", "")) if letter_spaced else mark.replace(" ", space)
    line = unicodedata.normalize(form, left + letters.replace("Ậ", invisible + "Ậ" + invisible) + right)
    page = data.draw(st.integers(0, len(pages) - 1))
    at = data.draw(st.integers(0, len(pages[page])))
    pages[page].insert(at, line)

    finding = judge(pages)

    assert (finding.secrecy, finding.level) == (SecrecyState.MARKED, MARKS[mark])
    [hit] = finding.hits
    assert (hit.id, hit.where, hit.page, hit.line) == ("secrecy.marking", Where.ATTACHMENT_TEXT, page + 1, at + 1)


@given(PAGES, st.sampled_from(["Phụ lục", *MARKS, "GIẢI MẬT", "LỊCH CÔNG TÁC", "TÀI LIỆU HỌP"]))
def test_composed_and_decomposed_papers_are_judged_alike(pages: list[list[str]], line: str) -> None:
    pages = [[line], *pages]
    composed, decomposed = (
        [[unicodedata.normalize(form, line) for line in lines] for lines in pages] for form in FORMS
    )

    assert essence(judge(composed)) == essence(judge(decomposed))


@given(PAGES, st.sampled_from(["Phụ lục", *MARKS, "V/v gửi tài liệu họp Ủy ban hòa giải"]))
def test_wherever_the_tone_is_written_a_paper_is_judged_alike(pages: list[list[str]], line: str) -> None:
    older = [["Số: 12/UBND-VP", line], *pages]
    newer = [[_newer(line) for line in lines] for lines in older]

    assert essence(judge(older)) == essence(judge(newer))


def _newer(line: str) -> str:
    for old, new in OLDER_TO_NEWER.items():
        line = line.replace(old, new)
    return line
