"""What a paper says of itself (NĐ 30/2020): number, date, kind, subject, urgency, addressees, recipients.

Recognition goes by plain letters, so that HOÀ and HÒA, composed and decomposed text and lost tone marks read alike;
what is reported is the text as it stands. Twin of webmail-plugin/src/core/form.ts, both held to
rules/conformance/form.json.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from backend.documents.form_blocks import find_addressees, find_recipients
from backend.documents.form_date import find_date
from backend.documents.form_head import find_title, find_urgency, letter_subject, subject_behind, title_subject
from backend.documents.form_kinds import COPIES, OFFICIAL_LETTER, Kind, KindTable
from backend.documents.form_symbol import Symbol, find_symbol
from backend.documents.form_text import Line
from backend.documents.model import DocumentForm, Page

HEAD_LINES = 80
_BODY_BEGINS = re.compile("kinh gui|can cu |noi nhan|dieu 1[. ]")
_MOTTO = "doc lap - tu do"
_COPY_INITIALS = ("s", "t")  # "Số: 02/SY-VP", "SAO Y", "TRÍCH SAO"


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines of a first page down to where the body begins, and what was found among them."""

    lines: tuple[Line, ...]
    symbol: Symbol | None
    symbol_at: int
    dated: tuple[int, date | None] | None


def read_form(pages: Sequence[Page], kinds: KindTable) -> DocumentForm:
    """Read one part. Of an office file every page numbered 1 may hold the head (a letterhead in a page header)."""
    lines = [[line for raw in page.lines if (line := Line(raw)).initial] for page in pages]
    first_pages = [on_page for page, on_page in zip(pages, lines, strict=True) if page.number == 1]
    everything = [line for on_page in lines for line in on_page]
    head = _best_head([_head(on_page, kinds) for on_page in first_pages])
    copy = _copy_kind(everything, kinds)
    kind, subject = _kind_and_subject(head, kinds)
    kind = copy or kind
    reported = kind is not None and not kind.outside
    return DocumentForm(
        kind=kind.code if kind is not None and reported else None,
        kind_name=kind.name if kind is not None and reported else None,
        number=head.symbol.number if head.symbol else None,
        issued_on=head.dated[1] if head.dated else None,
        subject=subject,
        urgency=find_urgency([line for on_page in first_pages for line in on_page[:HEAD_LINES]]),
        kinh_gui=next((found for on_page in first_pages if (found := find_addressees(on_page, HEAD_LINES))), ()),
        noi_nhan=find_recipients(everything),
    )


def _head(on_page: Sequence[Line], kinds: KindTable) -> _Head:
    symbol = find_symbol(on_page[:HEAD_LINES], kinds)
    ends = next(
        (index for index, line in enumerate(on_page[:HEAD_LINES]) if _BODY_BEGINS.match(line.plain)), HEAD_LINES
    )
    if symbol is not None and symbol[0] > ends:
        symbol = None  # another paper's number, in the body
    dated = find_date(on_page[:ends])
    return _Head(tuple(on_page), symbol[1] if symbol else None, symbol[0] if symbol else -1, dated)


def _best_head(heads: Sequence[_Head]) -> _Head:
    """The first page that has a number, else a date, else the first."""
    numbered = [head for head in heads if head.symbol is not None]
    dated = [head for head in heads if head.dated is not None]
    for candidates in (numbered, dated, heads):
        if candidates:
            return candidates[0]
    return _Head((), None, -1, None)


def _kind_and_subject(head: _Head, kinds: KindTable) -> tuple[Kind | None, str | None]:
    """The symbol decides the kind; without one that names a kind, the title line; else a letter is a công văn."""
    by_symbol = kinds.by_abbreviation.get(head.symbol.kind_sign) if head.symbol else None
    beside = subject_behind(head.symbol.rest) if head.symbol else None
    about = beside or letter_subject(head.lines, len(_until_body(head.lines)))
    title = find_title(_until_body(head.lines), kinds, _below(head))
    if by_symbol is None and (about and _starts_v(head, beside)) and (head.symbol or _is_addressed(head)):
        return kinds.by_code.get(OFFICIAL_LETTER), about
    if title is not None:
        index, by_title, more = title
        return by_symbol or by_title, title_subject(head.lines[index + 1 :], more)
    if by_symbol is not None or head.symbol is not None:
        return by_symbol or kinds.by_code.get(OFFICIAL_LETTER), about
    return None, about


def _starts_v(head: _Head, beside: str | None) -> bool:
    """Whether the subject is said the way of a công văn, V/v."""
    return beside is not None or any(re.match(r"\(?v ?/ ?v", line.plain) for line in _until_body(head.lines))


def _is_addressed(head: _Head) -> bool:
    return any(line.plain.startswith("kinh gui") for line in head.lines)


def _until_body(lines: Sequence[Line]) -> tuple[Line, ...]:
    kept: list[Line] = []
    for line in lines[:HEAD_LINES]:
        if _BODY_BEGINS.match(line.plain):
            break
        kept.append(line)
    return tuple(kept)


def _below(head: _Head) -> int:
    motto = next((index for index, line in enumerate(head.lines[:HEAD_LINES]) if line.plain.startswith(_MOTTO)), -1)
    return max(head.symbol_at, motto)


def _copy_kind(lines: Sequence[Line], kinds: KindTable) -> Kind | None:
    """A copy says so by its own symbol ("Số: 02/SY-VP") or a line of its own, wherever on the paper."""
    for index, line in enumerate(lines):
        if line.initial not in _COPY_INITIALS or line.starts_small:
            continue
        if line.text[:1] == "S" and line.plain.startswith("so"):
            found = find_symbol(lines[index : index + 1], kinds)
            if found is not None and found[1].kind_sign in COPIES:
                return kinds.by_abbreviation[found[1].kind_sign]
        elif line.in_capitals and line.plain.startswith(("sao", "trich")):
            kind = kinds.by_title.get(line.title.replace(" ", ""))
            if kind is not None and kind.code in COPIES:
                return kind
    return None
