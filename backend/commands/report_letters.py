"""`congvu report letters`: drafts of letters to agencies that fall short, a DOCX each, to be checked and signed.

`congvu report inputs`: what prices, targets and outages a quarter's report takes, or what is wrong with the file.
"""

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError

if TYPE_CHECKING:
    from backend.compliance.quarter import Quarter
    from backend.compliance.quarterly_terms import QuarterlyFigures


def check_folder(folder: Path) -> None:
    """
    Raises:
        UsageError: it does not stand there, or letters of before may be in it.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder}: no such folder")
    if any(folder.glob("nhac-*.docx")):
        raise UsageError(f"{folder}: holds letters already, name an empty folder")


def drafted(found: "QuarterlyFigures") -> Mapping[str, bytes]:
    """By name of the file."""
    from backend.compliance.quarterly_letters import letters
    from backend.compliance.report_files import paper_file

    return {f"nhac-{one.agency_code}.docx": paper_file(one.blocks, "docx") for one in letters(found)}


def print_inputs(file: Path | None, quarter: "Quarter") -> None:
    """
    Raises:
        UsageError: a row of the file says something else than it should.
    """
    from backend.compliance.report_inputs import Target, read_inputs

    inputs, period = read_inputs(file), quarter.period
    price = inputs.price(period.until)
    print(f"price sheet: {f'{price.number} đồng ({price.source})' if price else 'none'}")
    for what in Target:
        target = inputs.target(what, period.until)
        print(f"target {what}: {f'{target.number}% ({target.source})' if target else 'none'}")
    outages = inputs.outages_in(period)
    for one in outages:
        print(f"outage {one.begins_at:%Y-%m-%d %H:%M}: {one.what}, {one.lasted} ({one.source})")
    print(f"{len(outages)} outages in {quarter}")


def add_arguments(reports: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """The parser of letters, which takes further arguments as the report does."""
    shown = reports.add_parser("inputs", help="prices, targets and outages that a quarter's report takes")
    shown.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: the settings', else as shipped")
    shown.add_argument("--quarter", metavar="2026Q4", help="default: the latest that is over")
    shown.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")
    written = reports.add_parser("letters", help="drafts of letters to agencies that fall short, a DOCX each")
    written.add_argument("folder", type=Path, metavar="FOLDER", help="an empty one")
    return written
