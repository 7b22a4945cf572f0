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
    from backend.directory.terms import RecipientEntry, RecipientMatch
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
    entries = asyncio.run(_resolved(form, arguments.database))
    if arguments.json:
        print(json.dumps(_document(form, entries, resolved=arguments.database is not None), ensure_ascii=False))
    else:
        _print(form, entries, resolved=arguments.database is not None)
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


async def _resolved(form: "DocumentForm", database_url: str | None) -> "list[RecipientEntry]":
    """Without a directory nobody is matched; what is a group or internal is told all the same."""
    from backend.clock import VIETNAM, SystemClock
    from backend.directory.recipients import RecipientIndex, When

    now = SystemClock().now()
    if database_url is None:
        when = When(now.astimezone(VIETNAM).date(), form.issued_on)
        return RecipientIndex(()).resolve_all(form.noi_nhan, when)

    from backend.db import Database
    from backend.directory.service import resolve_recipients

    database = Database(database_url)
    try:
        async with database.read() as session:
            return await resolve_recipients(
                session, form.noi_nhan, now, issued_on=form.issued_on, addressees=form.kinh_gui
            )
    finally:
        await database.close()


def _document(form: "DocumentForm", entries: "Sequence[RecipientEntry]", *, resolved: bool) -> dict[str, Any]:
    """`resolved`: against a directory; what only that can tell is left out otherwise."""
    return {
        "kinh_gui": list(form.kinh_gui),
        "noi_nhan": [
            {
                "text": entry.text,
                "group": entry.group,
                "matches": [_match(match) for match in entry.matches],
                **(_resolution(entry) if resolved else {}),
            }
            for entry in entries
        ],
    }


def _resolution(entry: "RecipientEntry") -> dict[str, Any]:
    return {
        "state": entry.state,
        "questions": [
            {"text": one.text, "reason": one.reason, "candidates": [_match(match) for match in one.candidates]}
            for one in entry.questions
        ],
        "nobody": [{"text": one.text, "reason": one.reason} for one in entry.blanks],
    }


def _match(match: "RecipientMatch") -> dict[str, Any]:
    return {
        "agency": match.agency_name,
        "code": match.agency_code,
        "address": match.address,
        "score": match.score,
        "reason": match.reason,
        "predecessor": match.predecessor.name if match.predecessor else None,
    }


def _print(form: "DocumentForm", entries: "Sequence[RecipientEntry]", *, resolved: bool) -> None:
    from backend.directory.recipient_reasons import reason_text

    for addressee in form.kinh_gui:
        print(f"Kính gửi: {addressee}")
    for entry in entries:
        note = " (nhóm)" if entry.group else " (nội bộ)" if entry.internal else ""
        print(f"Nơi nhận: {entry.text}{note}")
        for match in entry.matches:
            print(f"    {match.agency_name} <{match.address}>: {_why(match)}")
        for question in entry.questions:
            print(f"    {question.text}? ({reason_text(question.reason)})")
            for match in question.candidates:
                print(f"        {match.agency_name} <{match.address}>")
        for blank in entry.blanks if resolved else ():
            print(f"    {blank.text}: {reason_text(blank.reason)}")


def _why(match: "RecipientMatch") -> str:
    from backend.directory.recipient_reasons import reason_text

    why = reason_text(match.reason)
    return f"{why} ({match.predecessor.name})" if match.predecessor else why
