"""Who asks the dashboard, or the account of the directive, and for what; looks are on record before an answer."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request

from backend.audit.looks import Looked, note
from backend.db import Database, ReadSession
from backend.directory.looking import looker_of
from backend.directory.terms import Principal
from backend.errors import Unavailable
from backend.web.dashboard_question import MONTH_CHOICES, Question, asked
from backend.web.dashboard_reading import Allowed, allowed
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor

TRIES, PATIENCE_SECONDS = 4, 5.0  # no more are begun after so long: somebody waits for the page


@dataclass(frozen=True, slots=True)
class Asking:
    principal: Principal
    permitted: Allowed
    question: Question

    @property
    def form(self) -> dict[str, Any]:
        """What the template's form of choices is drawn from."""
        return {
            "names": sorted(self.permitted.names.items()),
            "agency": self.permitted.names[self.question.agency_code],
            "asked": self.question,
            "month_choices": MONTH_CHOICES,
        }


async def asking(session: ReadSession, request: Request, visitor: Visitor, now: datetime) -> Asking | None:
    """None for whoever may not see what is asked for."""
    principal = await principal_behind(session, visitor.who, now)
    permitted = await allowed(session, principal)
    if permitted is None:
        return None
    question = asked(request.query_params, permitted.usual, permitted.in_full)
    return Asking(principal, permitted, question) if question.agency_code in permitted.names else None


async def put_on_record(database: Database, asked_by: Principal, looks: Collection[Looked], now: datetime) -> None:
    """A page may wait longer for a worker that is writing than a mail server waits for an answer (BUSY_TIMEOUT).

    Raises:
        Unavailable: the database takes nothing; the page is not shown then.
    """
    began = time.monotonic()
    for left in reversed(range(TRIES)):
        try:
            async with database.write() as session:
                for look in looks:
                    await note(session, looker_of(asked_by), look, now)
        except Unavailable:
            if not left or time.monotonic() - began > PATIENCE_SECONDS:
                raise
        else:
            return
