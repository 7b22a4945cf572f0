"""The files of a quarterly report, and what tells each of them from every other file. Pure."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.compliance.office_package import ALWAYS
from backend.compliance.paper import Block
from backend.compliance.paper_docx import docx
from backend.compliance.paper_pdf import pdf
from backend.compliance.quarterly_letters import letters
from backend.compliance.quarterly_report import report
from backend.compliance.quarterly_sheets import sheets
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.compliance.workbook import xlsx

SHA256_LENGTH = 64
MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class ReportFiles:
    docx: bytes
    pdf: bytes
    xlsx: bytes


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A draft of a letter to an agency that falls short, and why it does."""

    agency_code: str
    reasons: tuple[str, ...]
    docx: bytes


def files_of(found: QuarterlyFigures) -> ReportFiles:
    blocks = report(found)
    return ReportFiles(docx(blocks), pdf(blocks), xlsx(sheets(found)))


def letter_files(found: QuarterlyFigures) -> list[LetterFile]:
    return [LetterFile(one.agency_code, one.reasons, docx(one.blocks)) for one in letters(found)]


def zipped(files: Mapping[str, bytes]) -> bytes:
    """By name; the same bytes for the same files."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, ALWAYS)
            entry.create_system = 3
            archive.writestr(entry, data)
    return written.getvalue()


def paper_file(blocks: Sequence[Block], kind: str) -> bytes:
    """`kind`: docx or pdf."""
    return docx(blocks) if kind == "docx" else pdf(blocks)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
