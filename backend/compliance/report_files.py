"""The files of a quarterly report, and what tells each of them from every other file. Pure."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from backend.compliance.paper import Block
from backend.compliance.paper_docx import docx
from backend.compliance.paper_pdf import pdf
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


def files_of(found: QuarterlyFigures) -> ReportFiles:
    blocks = report(found)
    return ReportFiles(docx(blocks), pdf(blocks), xlsx(sheets(found)))


def paper_file(blocks: Sequence[Block], kind: str) -> bytes:
    """`kind`: docx or pdf."""
    return docx(blocks) if kind == "docx" else pdf(blocks)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
