"""`congvu worktime START END`: working time between two moments, step by step (contract 2)."""

import argparse
import asyncio
import json
from datetime import datetime

from backend.clock import VIETNAM
from backend.errors import UsageError
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import default_calendar
from backend.workingtime.hours import working_time_between
from backend.workingtime.steps import Step, steps_between


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("start", metavar="START", help="ISO 8601; without a zone, Vietnam's time")
    parser.add_argument("end", metavar="END")
    parser.add_argument("--agency", metavar="CODE", help="count by this agency's own working week")
    parser.add_argument("--database", metavar="URL", help="where the agency's week is kept")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(arguments: argparse.Namespace) -> int:
    start, end = _moment(arguments.start), _moment(arguments.end)
    calendar = _calendar(arguments.agency, arguments.database)
    working_seconds = int(working_time_between(start, end, calendar).total_seconds())
    elapsed_seconds = int((end - start).total_seconds())
    steps = steps_between(start, end, calendar)
    if arguments.json:
        document = {"working_seconds": working_seconds, "elapsed_seconds": elapsed_seconds}
        print(json.dumps(document | {"steps": [_as_json(step) for step in steps]}, ensure_ascii=False))
        return 0
    for step in steps:
        sign = "+" if step.counted else " "
        print(f"{sign} {step.start:%d/%m/%Y %H:%M:%S} - {step.end:%d/%m/%Y %H:%M:%S}  {step.reason}")
    print(f"{working_seconds} s of working time, {elapsed_seconds} s elapsed")
    return 0


def _as_json(step: Step) -> dict[str, object]:
    return {
        "from": step.start.isoformat(),
        "to": step.end.isoformat(),
        "counted": step.counted,
        "reason": step.reason,
    }


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{text}: not a moment like 2026-01-05T08:00:00+07:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _calendar(agency: str | None, url: str | None) -> Calendar:
    if agency is None:
        return default_calendar()
    if url is None:
        raise UsageError("--agency needs --database")
    return asyncio.run(_calendar_of(agency, url))


async def _calendar_of(agency: str, url: str) -> Calendar:
    from backend.db import Database
    from backend.directory import service

    database = Database(url)
    try:
        async with database.read() as session:
            await service.agency_by_code(session, agency)
            return (await service.calendars(session, [agency]))[agency]
    finally:
        await database.close()
