"""Drafts the province's quarterly report once its quarter is over, and again when somebody asks for it."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from backend.clock import Clock
from backend.compliance import quarterly_reminding, reporting, reporting_queries, stating
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_terms import QuarterlyFigures
from backend.compliance.report_files import LetterFile, ReportFiles, files_of, letter_files
from backend.compliance.report_inputs import read_inputs
from backend.compliance.reporting import ReportMoved, ReportState
from backend.db import Database, ReadSession
from backend.errors import UsageError

_log = logging.getLogger("congvu.worker")


class Reporting:
    def __init__(self, database: Database, clock: Clock, agency_code: str, inputs: Path | None) -> None:
        self._database = database
        self._clock = clock
        self._inputs = inputs  # a file; None: what ships with the product
        self._agency_code = agency_code  # who reports; "" for whoever stands above all

    async def is_anything_due(self, session: ReadSession, _by: datetime) -> bool:
        """Whether a draft is wanted: one whose inputs could not be read is tried again."""
        return await reporting_queries.wanted(session, ReportState.WANTED) is not None

    async def draft(self) -> None:
        """Note the report that is due by the calendar; draft the one that is wanted, if any.

        Raises:
            Unavailable: the database does not answer.
        """
        async with self._database.read() as session:
            due = await reporting.due(session, self._agency_code, self._clock.now())
        if due is not None:
            with suppress(ReportMoved):  # another worker was first
                async with self._database.write() as session:
                    await reporting.want(session, str(due), None, self._clock.now())
        async with self._database.read() as session:
            wanted = await reporting_queries.wanted(session, ReportState.WANTED)
        if wanted is not None:
            await self._draft(Quarter.read(wanted))

    async def _draft(self, quarter: Quarter) -> None:
        now = self._clock.now().replace(second=0, microsecond=0)
        try:
            of_file = await asyncio.to_thread(read_inputs, self._inputs)
            async with self._database.read() as session:
                inputs = await stating.inputs_at(session, of_file, now)
                found = await reporting.read(session, quarter, self._agency_code, inputs, now)
                top = await reporting.reporter(session, "")
        except (UsageError, OSError) as error:
            _log.warning("the report of %s cannot be drafted: %s", quarter, error)
            return
        files, letters = await asyncio.to_thread(_made, found)
        async with self._database.write() as session:
            drafted = await reporting.put_draft(session, found, files, top)
            if drafted:
                await quarterly_reminding.put(session, str(quarter), letters)
        _log.info("report of %s: %s", quarter, "drafted" if drafted else "not wanted any more")


def _made(found: QuarterlyFigures) -> tuple[ReportFiles, list[LetterFile]]:
    return files_of(found), letter_files(found)
