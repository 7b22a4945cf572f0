"""Title line, subject ("V/v …", trích yếu) and urgency."""

import re
from collections.abc import Sequence

from backend.documents.form_kinds import Kind, KindTable
from backend.documents.form_text import Line, begins_small, sentence, trimmed
from backend.text.normalise import joined

URGENCY = {
    joined(words): code
    for words, code in (
        ("HOẢ TỐC", "HOA_TOC"),
        ("HOẢ TỐC HẸN GIỜ", "HOA_TOC"),
        ("THƯỢNG KHẨN", "THUONG_KHAN"),
        ("KHẨN", "KHAN"),
    )
}
_ABOUT = re.compile(r"\(?v ?/ ?v ?:? ?")  # V/v
_ABOUT_SPELT = re.compile("ve viec:? ?|ve ")
# What stands in the head besides a subject, or ends it
_OTHER_HEAD = re.compile(
    r"so ?:|s6 ?:|kinh gui|cong hoa xa hoi|doc lap|noi nhan|can cu |theo |thuc hien |dieu [0-9]|[-+•*] |[0-9ivx]+[.)] "
    r"|dang cong san|phan |chuong |ngay |(?:.*, ?)ngay(?: ?[0-9]| thang)|quyet nghi|xet |toi |chung toi|hom nay"
    r"|thua lenh"
)
MOST_LINES = 6


def find_urgency(lines: Sequence[Line]) -> str | None:
    """Urgency stands alone, in capitals: "khẩn trương" is none."""
    in_capitals = (line for line in lines if line.may_be_in_capitals)
    return next((URGENCY[key] for line in in_capitals if (key := joined(line.title)) in URGENCY), None)


def find_title(lines: Sequence[Line], kinds: KindTable, after: int) -> tuple[int, Kind, str] | None:
    """The line that names the kind, and what more it says.

    A whole line counts wherever it stands in the head; a line that only begins so counts below the number and the
    motto (index `after`), for above them "DỰ ÁN ĐẦU TƯ" is the end of an agency's name.
    """
    begun: tuple[int, Kind, str] | None = None
    plain = all(line.text.isascii() for line in lines)
    for index, line in enumerate(lines):
        if not line.in_capitals:
            continue
        title = line.title
        kind = kinds.of_title(title, plain=plain)
        if kind is not None:
            return index, kind, ""
        if begun is None and index > after:
            begun = _begins_title(index, title, kinds)
    return begun


def _begins_title(index: int, title: str, kinds: KindTable) -> tuple[int, Kind, str] | None:
    """A title that goes on with its subject, of two words at least: "QUY ĐỊNH CHUNG" is a chapter."""
    for text, kind in kinds.titles:
        more = title.removeprefix(f"{text} ")
        if more != title and " " in more:
            return index, kind, more
    return None


def letter_subject(lines: Sequence[Line], head_ends: int) -> str | None:
    """The subject of a công văn: "V/v …", perhaps over several lines and mixed with the cells beside it."""
    for index, line in enumerate(lines[:head_ends]):
        label = _ABOUT.match(line.plain) or re.match("ve viec:? ?", line.plain)
        if label is not None:
            return _go_on([line.text[label.end() :]], lines[index + 1 :], small_only=False)
    return None


def subject_behind(rest: str) -> str | None:
    """A subject on the line of the number itself."""
    found = re.match(r"[Vv] ?/ ?[Vv] ?:? ?", rest)
    return trimmed(rest[found.end() :]) or None if found else None


def title_subject(lines: Sequence[Line], on_title_line: str) -> str | None:
    """The subject under a title line ("Về việc …", "Phê duyệt …")."""
    if trimmed(on_title_line):
        return _go_on([on_title_line], lines, small_only=True)
    for index, line in enumerate(lines[:MOST_LINES]):
        if not trimmed(line.text):
            continue
        if _OTHER_HEAD.match(line.plain):
            return None
        label = _ABOUT.match(line.plain) or _ABOUT_SPELT.match(line.plain)
        return _go_on([line.text[label.end() if label else 0 :]], lines[index + 1 :], small_only=True)
    return None


def _go_on(pieces: list[str], following: Sequence[Line], *, small_only: bool) -> str | None:
    """Take the lines that go on with the subject. `small_only`: a capital begins something new."""
    for line in following[:MOST_LINES]:
        if re.match("kinh gui|can cu ", line.plain) or pieces[-1].endswith((".", ";")):
            break
        if _OTHER_HEAD.match(line.plain) or line.in_capitals:
            if small_only:
                break
            continue
        if not begins_small(line.text) and (small_only or not _still_head(following)):
            break
        pieces.append(line.text)
    return trimmed(sentence(pieces)) or None


def _still_head(following: Sequence[Line]) -> bool:
    """Whether the addressees are still to come, so that this is not the body."""
    return any(line.plain.startswith("kinh gui") for line in following[: 2 * MOST_LINES])
