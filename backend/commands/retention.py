"""`congvu retention`: how long issued papers, letters and personal data are kept, what older is there, what went."""

import argparse
import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

from backend.settings import Settings

if TYPE_CHECKING:
    from datetime import datetime

LATEST = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one document")
    parser.add_argument("--database", metavar="URL", help="default: the database of the settings")


def run(arguments: argparse.Namespace) -> int:
    from backend.clock import SystemClock

    document = asyncio.run(_read(arguments.database or Settings.load().database, SystemClock().now()))
    if arguments.json:
        json.dump(document, sys.stdout, ensure_ascii=False)
        print()
        return 0
    print(f"issued papers are kept {document['years']} whole years after their own ({document['basis']})")
    older = {name: count for name, count in document["older"].items() if count}
    said = ", ".join(f"{count} {name}" for name, count in older.items()) or "nothing"
    print(f"of {document['last_year_forgotten']} and before there is: {said}")
    for one in document["forgotten"]:
        went = f"{one['documents']} papers, {one['register_rows']} rows of the register"
        print(f"{one['at'][:10]}  {one['agency']:<12} {one['year']}: {went}")
    for name, row in document["personal"].items():
        print(f"{name} are kept {row['days']} days; beyond that there is: {row['older'] or 'nothing'}")
    for one in document["personal_forgotten"]:
        went = ", ".join(f"{one.get(name, 0)} {name}" for name in document["personal"] if name != "letters")
        print(f"{one['at'][:10]}  personal data: {went}")
    for one in document["letters_forgotten"]:
        letters = f"{one.get('letters')} letters, {one.get('sealed_months')} months sealed"
        what = f"{one['facts']} facts of no letter" if "facts" in one else letters
        print(f"{one['at'][:10]}  before {one['before']}: {what}")
    boxes = ", ".join(f"{number} {what}" for what, number in document["box_totals"].items())
    print(f"counted at boxes in all, deleted details included: {boxes or 'nothing'}")
    return 0


async def _read(url: str, now: "datetime") -> dict[str, Any]:
    from backend.clock import VIETNAM
    from backend.compliance import forgetting, purge_queries, purging, retention
    from backend.correspondence import box_day_queries, letter_forgetting
    from backend.correspondence.keeping import Kept, kept_for
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(url)
    database = Database(url)
    keep = retention.standing(now.astimezone(VIETNAM).date())
    last_year = keep.last_year_forgotten(now.astimezone(VIETNAM).date())
    try:
        async with database.read() as session:
            older = await purge_queries.kept_beyond(session, last_year)
            entries = await purge_queries.last_entries(session, purging.DEED, LATEST)
            beyond = await forgetting.kept_beyond(session, now)
            beyond[Kept.LETTERS] = await letter_forgetting.letters_beyond(session, now)
            letters = await purge_queries.last_entries(session, letter_forgetting.DEED, LATEST)
            totals = await box_day_queries.box_totals(session)
            erased = await purge_queries.last_entries(session, forgetting.DEED, LATEST)
    finally:
        await database.close()
    return {
        "years": keep.years,
        "basis": keep.basis,
        "status": keep.status,
        "last_year_forgotten": last_year,
        "older": older,
        "forgotten": [{"at": one.at.isoformat(), "agency": one.agency_code, **one.data} for one in entries],
        "personal": {str(kept): {"days": kept_for(kept, now).days, "older": beyond[kept]} for kept in Kept},
        "personal_forgotten": [{"at": one.at.isoformat(), **one.data} for one in erased],
        "letters_forgotten": [{"at": one.at.isoformat(), **one.data} for one in letters],
        "box_totals": totals,
    }
