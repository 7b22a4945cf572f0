"""What extraction gives to the rules: places (part, page, line) and what could not be read."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnreadableReason(StrEnum):
    """Why a part was not read. Such a part is never called clean (contract 3)."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED = "unsupported"
    LIMIT = "limit"
    TEXT_LAYER = "text-layer"


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a reader sees it.

    `lines` are what stands alone to a reader's eye: a paragraph, a cell, a text box or, in a PDF, a run
    separated from its neighbours by geometry; not the library's line breaks. Raw text, not normalised.
    `stamps` are the words read in stamps on pictures, one line a stamp.
    """

    number: int
    lines: tuple[str, ...]
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One readable piece of a file. `path` is "" for the file itself, "inner.zip/a.docx" for a member;
    headers, footers, comments of an office file are pages of the same part (page 1 when unknown). `charset` is the old
    one (contract 2) that some of it was written in; what was decoded stands in `pages`."""

    path: str
    media_type: str
    pages: tuple[Page, ...]
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class UnreadablePart:
    path: str
    media_type: str
    reason: UnreadableReason


@dataclass(frozen=True, slots=True)
class UncertainPlace:
    """A page with something shaped like a stamp whose words could not be read."""

    path: str
    page: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one file. A file is readable only if `unreadable` is empty, and clean only if `uncertain` is
    empty too."""

    media_type: str
    parts: tuple[Part, ...] = ()
    unreadable: tuple[UnreadablePart, ...] = ()
    uncertain: tuple[UncertainPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentForm:
    """What the form reader recognised on the paper itself (NĐ 30/2020). `kind` is contract 3's code."""

    kind: str | None = None
    kind_name: str | None = None
    number: str | None = None
    issued_on: date | None = None
    subject: str | None = None
    urgency: str | None = None
    kinh_gui: tuple[str, ...] = ()
    noi_nhan: tuple[str, ...] = ()
