"""`congvu privacy impact-assessment|breach-checklist`: papers for the data-protection officer, from the register."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE
from backend.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.compliance.paper import Block

FORMS = (".docx", ".md")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    papers = parser.add_subparsers(dest="paper", required=True)
    impact = papers.add_parser("impact-assessment", help="the file on the impact of processing, as a draft")
    breach = papers.add_parser("breach-checklist", help="what to do when data may have leaked, with times")
    breach.add_argument(
        "--noticed", required=True, metavar="WHEN", help="2026-11-27T08:30, in Vietnam's time unless a zone is said"
    )
    for paper in (impact, breach):
        paper.add_argument("file", type=Path, help="FILE.docx or FILE.md")
        paper.add_argument("--language", choices=("vi", "en"), default="vi")
        paper.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    from backend.compliance.paper import markdown
    from backend.compliance.paper_docx import docx

    file: Path = arguments.file
    if file.suffix not in FORMS:
        raise UsageError(f"{file}: a name that ends in {' or '.join(FORMS)}")
    blocks = _blocks(arguments)
    file.write_bytes(docx(blocks) if file.suffix == ".docx" else markdown(blocks).encode())
    print(file)
    return EXIT_DONE


def _blocks(arguments: argparse.Namespace) -> "Sequence[Block]":
    from backend.clock import VIETNAM, SystemClock
    from backend.compliance.privacy_papers import breach_checklist, impact_assessment
    from backend.web.locale import texts

    words = texts(arguments.language)
    if arguments.paper == "breach-checklist":
        return breach_checklist(_noticed(arguments.noticed), words, arguments.language)
    province = Settings.load(arguments.settings).province_name
    return impact_assessment(province, words, arguments.language, SystemClock().now().astimezone(VIETNAM).date())


def _noticed(text: str) -> datetime:
    from backend.clock import VIETNAM

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--noticed: {text!r} is no moment like 2026-11-27T08:30") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
