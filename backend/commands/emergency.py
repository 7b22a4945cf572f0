"""`congvu emergency make|list|end`: a way in for an administrator while provider or mail server are down."""

import argparse
import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.access.models import EmergencyAccount
    from backend.db import WriteSession

_NAME = re.compile(r"[a-z][a-z0-9-]{2,39}")
HOURS_LIMIT = 72
REASON_LIMIT_CHARACTERS = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True)
    make = deeds.add_parser("make", help="make an account for one sign-in and print its password once")
    make.add_argument("name", help="small letters, digits, hyphens; at least 3")
    make.add_argument("--agency", required=True, metavar="CODE", help="IT administrator of it and all below it")
    make.add_argument("--reason", required=True, metavar="TEXT", help="stands in the audit log")
    make.add_argument(
        "--hours", type=int, default=4, metavar="N", help=f"how long it can be used (4, at most {HOURS_LIMIT})"
    )
    listing = deeds.add_parser("list", help="the accounts, used and over ones too")
    end = deeds.add_parser("end", help="end an account and the session it opened")
    end.add_argument("name")
    for deed in (make, listing, end):
        deed.add_argument("--database", metavar="URL", help="database (settings: database_url)")
        deed.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    settings = Settings.load(arguments.settings).changed(database_url=arguments.database)
    if arguments.deed == "make":
        _refuse_what_does_not_fit(arguments)
    print(asyncio.run(_do(settings.database, arguments)))
    return EXIT_DONE


def _refuse_what_does_not_fit(arguments: argparse.Namespace) -> None:
    if not _NAME.fullmatch(arguments.name):
        raise UsageError(f"{arguments.name!r}: an account's name has 3 to 40 small letters, digits and hyphens")
    if not 1 <= arguments.hours <= HOURS_LIMIT:
        raise UsageError(f"--hours: from 1 to {HOURS_LIMIT}")
    if not 0 < len(arguments.reason.strip()) <= REASON_LIMIT_CHARACTERS:
        raise UsageError(f"--reason: from 1 to {REASON_LIMIT_CHARACTERS} characters")


async def _do(url: str, arguments: argparse.Namespace) -> str:
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(url)
    database = Database(url)
    try:
        async with database.write() as session:
            return await _DEEDS[arguments.deed](session, arguments)
    finally:
        await database.close()


async def _make(session: "WriteSession", arguments: argparse.Namespace) -> str:
    from backend.access import emergency
    from backend.clock import VIETNAM, SystemClock
    from backend.directory.service import agency_by_code

    await agency_by_code(session, arguments.agency)
    wanted = emergency.Wanted(
        arguments.name, arguments.agency, arguments.reason.strip(), timedelta(hours=arguments.hours)
    )
    made = await emergency.make(session, wanted, SystemClock().now())
    until = made.expires_at.astimezone(VIETNAM)
    return (
        f"account   {arguments.name}\npassword  {made.password}\n"
        f"for one sign-in at /dang-nhap/khan-cap, until {until:%d/%m/%Y %H:%M}; the password is shown this once"
    )


async def _list(session: "WriteSession", _arguments: argparse.Namespace) -> str:
    from backend.access import queries
    from backend.clock import SystemClock

    now = SystemClock().now()
    accounts = await queries.emergency_accounts(session)
    return "\n".join(_line(one, over=one.expires_at <= now) for one in accounts) or "there is no emergency account"


async def _end(session: "WriteSession", arguments: argparse.Namespace) -> str:
    from backend.access import emergency
    from backend.clock import SystemClock

    await emergency.end(session, arguments.name, SystemClock().now())
    return f"account {arguments.name} and its session are ended"


def _line(account: "EmergencyAccount", *, over: bool) -> str:
    state = "used" if account.used_at else "over" if over else "can be used"
    return f"{account.name}  {account.agency_code}  {state}  {account.created_at:%Y-%m-%d %H:%MZ}  {account.reason}"


_DEEDS = {"make": _make, "list": _list, "end": _end}
