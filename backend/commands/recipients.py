"""`congvu recipients PATH`: whom a paper is for, from its "Kính gửi" and "Nơi nhận" (Chỉ thị, khoản 1 điểm j)."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.exit_status import EXIT_DONE

if TYPE_CHECKING:
    from backend.directory.terms import RecipientEntry
    from backend.documents.model import DocumentForm, Extraction


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a paper; in an archive, the first one with recipients")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    parser.add_argument("--database", metavar="URL", help="find each entry's official mailbox in this directory")


def run(arguments: argparse.Namespace) -> int:
    from backend.documents.extract import extract
    from backend.documents.limits import Limits

    extraction = extract(arguments.path.read_bytes(), arguments.path.name, Limits())
    for unreadable in extraction.unreadable:
        print(f"congvu: {unreadable.path or arguments.path}: chưa đọc được ({unreadable.reason})", file=sys.stderr)
    form = _form_with_recipients(extraction)
    entries = asyncio.run(_resolved(form.noi_nhan, arguments.database))
    if arguments.json:
        print(json.dumps(_document(form, entries), ensure_ascii=False))
    else:
        _print(form, entries)
    return EXIT_DONE


def _form_with_recipients(extraction: "Extraction") -> "DocumentForm":
    from backend.classification.packaged import written_kinds
    from backend.documents.form import read_form
    from backend.documents.form_kinds import KindTable
    from backend.documents.model import DocumentForm

    kinds = KindTable.from_rows(written_kinds())
    forms = [read_form(part.pages, kinds) for part in extraction.parts]
    found = [form for form in forms if form.noi_nhan] or [form for form in forms if form.kinh_gui]
    return found[0] if found else DocumentForm()


async def _resolved(entries: Sequence[str], database_url: str | None) -> "list[RecipientEntry]":
    """Without a directory nobody is matched; what is a group or internal is told all the same."""
    from backend.clock import SystemClock
    from backend.directory.recipients import RecipientIndex

    if database_url is None:
        nobody = RecipientIndex(())
        return [nobody.resolve(entry) for entry in entries]

    from backend.db import Database
    from backend.directory.service import resolve_recipients

    database = Database(database_url)
    try:
        async with database.read() as session:
            return await resolve_recipients(session, entries, SystemClock().now())
    finally:
        await database.close()


def _document(form: "DocumentForm", entries: "Sequence[RecipientEntry]") -> dict[str, Any]:
    return {
        "kinh_gui": list(form.kinh_gui),
        "noi_nhan": [
            {
                "text": entry.text,
                "group": entry.group,
                "matches": [
                    {
                        "agency": match.agency_name,
                        "code": match.agency_code,
                        "address": match.address,
                        "score": match.score,
                    }
                    for match in entry.matches
                ],
            }
            for entry in entries
        ],
    }


def _print(form: "DocumentForm", entries: "Sequence[RecipientEntry]") -> None:
    for addressee in form.kinh_gui:
        print(f"Kính gửi: {addressee}")
    for entry in entries:
        note = " (nhóm)" if entry.group else " (nội bộ)" if entry.internal else ""
        print(f"Nơi nhận: {entry.text}{note}")
        for match in entry.matches:
            print(f"    {match.agency_name} <{match.address}>")
