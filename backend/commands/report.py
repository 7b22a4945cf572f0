"""`congvu report quarterly` and `regulation`: official papers to be checked, numbered and signed.

Exit status: 0 written; 2 refused, with the reason; 130 interrupted (Ctrl-C). Unless it is 0, no file was touched.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.commands import report_letters
from backend.errors import UsageError
from backend.exit_status import EXIT_DONE, EXIT_INTERRUPTED
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.compliance.quarter import Quarter
    from backend.compliance.quarterly_terms import QuarterlyFigures
    from backend.compliance.regulation_paper import RegulationFacts

DRAFTS = ("decision", "list")
FORMATS = ("docx", "pdf", "xlsx")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    reports = parser.add_subparsers(dest="report", required=True)
    quarterly = reports.add_parser("quarterly", help="use of official mail in a quarter, as a paper to be signed")
    quarterly.add_argument(
        "file", type=Path, metavar="FILE", help="FILE.docx or FILE.pdf, or FILE.xlsx for the figures alone"
    )
    quarterly.add_argument("--agency", metavar="CODE", help="default: the whole province, with a line for each agency")
    quarterly.add_argument("--format", choices=FORMATS, help="default: as the name of FILE ends")
    quarterly.add_argument("--force", action="store_true", help="overwrite FILE")
    _add_moment(quarterly)
    _add_place(quarterly)
    regulation = reports.add_parser("regulation", help="the draft regulation on official mail, or its list of kinds")
    regulation.add_argument("file", type=Path, metavar="FILE", help="FILE.docx or FILE.pdf")
    regulation.add_argument("--paper", choices=DRAFTS, default="decision", help="default: the decision, with all of it")
    regulation.add_argument("--force", action="store_true", help="overwrite FILE")
    _add_place(regulation)
    letters = report_letters.add_arguments(reports)
    _add_moment(letters)
    _add_place(letters)


def _add_moment(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quarter", metavar="2026Q4", help="default: the latest that is over")
    parser.add_argument(
        "--taken-at",
        metavar="WHEN",
        help="say what stood then about letters still open: 2027-01-05T08:30, in Vietnam's time; default: now. "
        "The same data and the same moment give the same bytes",
    )
    parser.add_argument(
        "--inputs",
        type=Path,
        metavar="FILE",
        help="TOML of prices, outages and targets, instead of the settings' and of those entered on /bao-cao",
    )


def _add_place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")
    parser.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    match arguments.report:
        case "regulation":
            return _regulation(arguments)
        case "letters":
            return _letters(arguments)
        case "inputs":
            quarter, _ = _moment(arguments.quarter, None)
            file = arguments.file or Settings.load(arguments.settings).report_inputs
            report_letters.print_inputs(file, quarter)
            return EXIT_DONE
    return _quarterly(arguments)


def _letters(arguments: argparse.Namespace) -> int:
    """Of the whole province; prints the files."""
    folder: Path = arguments.folder
    report_letters.check_folder(folder)
    found = _found(arguments, None)
    for name, data in report_letters.drafted(found).items():
        _put(folder / name, data, force=False)
        print(folder / name)
    return EXIT_DONE


def _found(arguments: argparse.Namespace, agency: str | None) -> "QuarterlyFigures":
    settings = Settings.load(arguments.settings)
    url, named = arguments.database or settings.database, arguments.inputs is not None
    inputs = arguments.inputs or settings.report_inputs
    quarter, taken_at = _moment(arguments.quarter, arguments.taken_at)
    return asyncio.run(_read(url, quarter, agency, inputs, taken_at, with_entered=not named))


def _regulation(arguments: argparse.Namespace) -> int:
    """From the rules in force and the assignments of the directory, as they stand now."""
    file: Path = arguments.file
    kind = _format(file, None)
    if kind == "xlsx":
        raise UsageError(f"{file}: a name that ends in .docx or .pdf")
    _check_room(file, force=arguments.force)
    settings = Settings.load(arguments.settings)
    found = asyncio.run(_facts(settings, arguments.database or settings.database))
    _put(file, _drafted(found, arguments.paper, kind), force=arguments.force)
    print(file)
    return EXIT_DONE


def _drafted(found: "RegulationFacts", paper: str, kind: str) -> bytes:
    from backend.compliance.regulation_paper import decision, mandatory_list
    from backend.compliance.report_files import paper_file

    return paper_file(mandatory_list(found) if paper == "list" else decision(found), kind)


async def _facts(settings: Settings, url: str) -> "RegulationFacts":
    from backend.classification.keys import read_key
    from backend.classification.releasing import read_held
    from backend.clock import SystemClock
    from backend.compliance import regulation, reporting
    from backend.db import Database
    from backend.db.migrate import make_ready

    held = read_held(settings.bundle, [read_key(file) for file in settings.trusted_keys])
    if held is None:
        raise UsageError(f"{settings.bundle}: no rules in force that a trusted key signed")
    await make_ready(url)
    database = Database(url)
    try:
        async with database.read() as session:
            reporter = await reporting.reporter(session, settings.report_agency)
            return await regulation.facts(session, held.payload, reporter, SystemClock().now())
    finally:
        await database.close()


def _quarterly(arguments: argparse.Namespace) -> int:
    file: Path = arguments.file
    kind = _format(file, arguments.format)
    _check_room(file, force=arguments.force)
    try:
        _put(file, _written(_found(arguments, arguments.agency), kind), force=arguments.force)
    except KeyboardInterrupt:
        print("\ncongvu: interrupted, no file was touched", file=sys.stderr)
        return EXIT_INTERRUPTED
    print(file)
    return EXIT_DONE


def _format(file: Path, wanted: str | None) -> str:
    """
    Raises:
        UsageError: the name ends in nothing that can be written, or in something else than was asked for.
    """
    ending = file.suffix.lower().removeprefix(".")
    if ending not in FORMATS or wanted not in (None, ending):
        endings = [f".{one}" for one in FORMATS if wanted in (None, one)]
        raise UsageError(f"{file}: a name that ends in {' or '.join(endings)}")
    return ending


def _check_room(file: Path, *, force: bool) -> None:
    """Before minutes of work, not after.

    Raises:
        UsageError: the file stands there already, or its folder does not.
    """
    if file.exists() and not force:
        raise UsageError(f"{file}: stands there already; --force overwrites it")
    if not file.parent.is_dir():
        raise UsageError(f"{file.parent}: no such folder")


def _moment(quarter: str | None, taken_at: str | None) -> "tuple[Quarter, datetime]":
    """
    Raises:
        UsageError: one of them cannot be read, or the moment is still to come.
    """
    from backend.clock import VIETNAM, SystemClock
    from backend.compliance.quarter import Quarter

    now = SystemClock().now()
    try:
        moment = datetime.fromisoformat(taken_at) if taken_at else now.replace(second=0, microsecond=0)
    except ValueError:
        raise UsageError(f"--taken-at: {taken_at!r} is no moment like 2027-01-05T08:30") from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    if moment > now:
        raise UsageError("--taken-at: is still to come")
    return Quarter.read(quarter) if quarter else Quarter.ended_before(moment), moment


async def _read(
    url: str, quarter: "Quarter", agency: str | None, inputs: Path | None, taken_at: datetime, *, with_entered: bool
) -> "QuarterlyFigures":
    from backend.compliance import stating
    from backend.compliance.report_inputs import read_inputs
    from backend.compliance.whole_quarter import whole_quarter
    from backend.correspondence.counting import count_stale
    from backend.db import Database
    from backend.db.migrate import make_ready

    stated = read_inputs(inputs)
    await make_ready(url)
    database = Database(url)
    try:
        counted = 1
        while counted:  # what the worker has not counted yet
            async with database.write() as session:
                counted = await count_stale(session)
        async with database.read() as session:
            stated = await stating.inputs_at(session, stated, taken_at) if with_entered else stated
            return await whole_quarter(session, quarter, agency, stated, taken_at, _progress())
    finally:
        await database.close()


def _progress() -> Callable[[int, int], None]:
    """On a terminal one line that grows, else one a tenth."""
    told = -1

    def tell(done: int, of: int) -> None:
        nonlocal told
        tenth = 10 * done // of if of else 10
        if sys.stderr.isatty():
            print(f"\r{done}/{of} agencies", end="\n" if done == of else "", file=sys.stderr, flush=True)
        elif tenth > told:
            print(f"{done}/{of} agencies", file=sys.stderr, flush=True)
        told = tenth

    return tell


def _written(found: "QuarterlyFigures", kind: str) -> bytes:
    from backend.compliance.quarterly_report import report
    from backend.compliance.quarterly_sheets import sheets
    from backend.compliance.report_files import paper_file
    from backend.compliance.workbook import xlsx

    return xlsx(sheets(found)) if kind == "xlsx" else paper_file(report(found), kind)


def _put(file: Path, data: bytes, *, force: bool) -> None:
    """Whole or not at all, readable by its owner until they pass it on.

    Raises:
        UsageError: another file came to stand there meanwhile.
        OSError: it cannot be written.
    """
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(data)
        if force:
            beside.replace(file)
        else:
            _link(beside, file)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()


def _link(beside: Path, file: Path) -> None:
    try:
        file.hardlink_to(beside)
    except FileExistsError:
        raise UsageError(f"{file}: stands there already; --force overwrites it") from None
