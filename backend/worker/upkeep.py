"""What the worker does beside shipping and sending: joins the gates, recomputes when the ground moved, forgets."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from backend.access import queries as access
from backend.classification import queries as classification_queries
from backend.classification import service as classification
from backend.clock import Clock
from backend.correspondence import fact_queries, queries
from backend.correspondence.recompute import BEFORE_ALL, classify_again, ground, recompute_portion
from backend.correspondence.status import TOKEN_LIFETIME
from backend.correspondence.terms import Group
from backend.db import Database
from backend.settings import Settings
from backend.worker.shipping import sender_rules

GROUND = "ground"
REFUSALS_KEPT = timedelta(days=90)
ADDRESSES_KEPT = timedelta(days=730)  # after the last letter was settled: 24 months


@dataclass(frozen=True, slots=True)
class _Progress:
    """For which ground letters are derived, and after which group it goes on; None: all are."""

    ground: str
    after: Group | None

    @property
    def text(self) -> str:
        return json.dumps({"ground": self.ground, "after": self.after})

    @classmethod
    def read(cls, text: str) -> Self:
        if not text:
            return cls("", None)
        stored = json.loads(text)
        after = stored["after"]
        return cls(stored["ground"], (after[0], after[1]) if after else None)


class Upkeep:
    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock

    async def join_gates(self) -> int:
        """Give submissions from the webmail their partner among the browser's reports.

        Raises:
            Unavailable: the database does not answer; so do all methods here.
        """
        now = self._clock.now()
        async with self._database.read() as session:
            found = await classification_queries.partners(
                session, now - 2 * classification.JOIN_WINDOW, classification.JOIN_WINDOW
            )
        if not found:
            return 0
        async with self._database.write() as session:
            return await classification.join_gates(session, now)

    async def follow_ground(self) -> bool:
        """If the directory, the calendar or the terms changed: derive every letter anew, a portion a unit of work.

        How far it came is stored with each portion, so a restart goes on. Returns whether there is more to do.
        """
        async with self._database.read() as session:
            standing = await fact_queries.position(session, GROUND)
            wanted = await ground(session)
        done = _Progress.read(standing.position if standing else "")
        if done.ground == wanted and done.after is None:
            return False
        now = self._clock.now()
        async with self._database.write() as session:
            if done.ground != wanted:
                await classify_again(session, await sender_rules(session, self._settings))
            after = done.after if done.ground == wanted and done.after else BEFORE_ALL
            last = await recompute_portion(session, after, now)
            await fact_queries.store_position(session, GROUND, _Progress(wanted, last).text, 0, now)
        return last is not None

    async def forget(self) -> None:
        """Remove what is kept no longer: used tokens, expired sessions, requests, old refusals, settled addresses."""
        now = self._clock.now()
        async with self._database.write() as session:
            await access.forget_expired(session, now)
            await classification_queries.forget_expired_requests(session, now)
            await queries.forget_tokens(session, now - TOKEN_LIFETIME)
            await fact_queries.forget_refusals(session, now - REFUSALS_KEPT)
            await queries.erase_addresses(session, now - ADDRESSES_KEPT)
