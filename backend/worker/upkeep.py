"""What the worker does beside shipping and sending: joins the gates, recomputes when the ground moved, forgets."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from backend.access import queries as access
from backend.classification import queries as classification_queries
from backend.classification import service as classification
from backend.clock import Clock
from backend.compliance import protecting, purging, silence_watching
from backend.compliance.forgetting import PersonalDataLeft, forget_personal_data
from backend.correspondence import fact_queries, figure_queries
from backend.correspondence.counting import count_stale
from backend.correspondence.fact_months import keep_months
from backend.correspondence.ground import Ground, Progress, ground
from backend.correspondence.letter_forgetting import LettersLeft, forget_facts, forget_letters
from backend.correspondence.recompute import BEFORE_ALL, classify_again, recompute_letters_of, recompute_portion
from backend.correspondence.recounting import recount_of_today, recount_portion
from backend.correspondence.stored_clocks import Recount
from backend.correspondence.terms import Group
from backend.db import Database, WriteSession
from backend.directory.named_receivers import agencies_without
from backend.settings import Settings
from backend.worker.shipping import sender_rules

GROUND = "ground"
TOLD_AT_ONCE = 20
_log = logging.getLogger("congvu.worker")


class Upkeep:
    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self._settings = settings
        self._database = database
        self._clock = clock
        self._recount: tuple[Ground, Recount] | None = None  # while clocks are counted anew

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
        """If the directory, the calendars or the terms changed: bring every letter to what they say, a portion a unit
        of work.

        How far it came is stored with each portion, so a restart goes on. Returns whether there is more to do.
        """
        async with self._database.read() as session:
            standing = await fact_queries.position(session, GROUND)
            wanted = await ground(session)
        done = Progress.read(standing.position if standing else "")
        if done.ground == wanted and done.is_done:
            return False
        async with self._database.write() as session:
            done = await (self._go_on(session, done) if done.ground == wanted else self._begin(session, done, wanted))
            await fact_queries.store_position(session, GROUND, done.text, 0, self._clock.now())
        return not done.is_done

    async def _begin(self, session: WriteSession, done: Progress, wanted: Ground) -> Progress:
        """Senders whose class changed at once, with their letters; the rest portion by portion."""
        await fact_queries.await_derivations(session)
        changed = await classify_again(session, await sender_rules(session, self._settings))
        moved = done.moved_to(wanted, BEFORE_ALL)
        if moved.replay_after is None:
            await recompute_letters_of(session, changed, self._clock.now())
        return moved

    async def _go_on(self, session: WriteSession, done: Progress) -> Progress:
        if done.replay_after is not None:
            return replace(done, replay_after=await recompute_portion(session, done.replay_after, self._clock.now()))
        if self._recount is None or self._recount[0] != done.ground:
            self._recount = done.ground, await recount_of_today(session)
        after = await recount_portion(session, self._recount[1], done.recount_after or BEFORE_ALL)
        if after is None:
            self._recount = None
        return replace(done, recount_after=after)

    async def count_figures(self) -> bool:
        """Count the months anew in which something changed; whether there was anything to count."""
        async with self._database.read() as session:
            if not await figure_queries.is_any_stale(session):
                return False
        async with self._database.write() as session:
            return await count_stale(session) > 0

    async def keep_months(self) -> None:
        """Partitions of facts, on PostgreSQL."""
        await keep_months(self._database, self._clock.now())

    async def warn(self) -> None:
        """Say which agencies have nobody who may open denunciations and complaints: always, whatever came to them."""
        async with self._database.read() as session:
            codes = await agencies_without(session, self._clock.now())
        if codes:
            _log.warning(
                "no named receiver, so nobody sees letters that may be denunciations or complaints: agencies %s "
                "(mend it in officials.csv: role named_receiver, on a log-in of one's own)",
                listed(codes),
            )

    async def note_silence(self) -> None:
        """Which published boxes fell silent, and which speak again; the log does not say whose they are."""
        async with self._database.read() as session:
            found = await silence_watching.look(session, self._clock.now())
        if not found.over and not found.begun:
            return
        async with self._database.write() as session:
            began = await silence_watching.note(session, found)
        if began:
            _log.warning("%d published mailboxes fell silent (metric congvu_silent_mailboxes)", began)

    async def forget_papers(self) -> None:
        """Remove issued papers that are kept no longer, a year of an agency a unit of work."""
        while True:
            try:
                async with self._database.write() as session:
                    forgotten = await purging.forget_a_year(session, self._clock.now())
            except (purging.NotForgotten, LookupError) as error:
                _log.error("issued papers are kept although their time may be over: %s", error)
                return
            if forgotten is None:
                return
            _log.info("forgotten: %d papers of %d, %s", forgotten.documents, forgotten.year, forgotten.agency_code)

    async def forget_letters(self) -> None:
        """Remove letters that are kept no longer, some senders a unit of work, then the facts that belong to none."""
        after: Group | None = BEFORE_ALL
        try:
            while after is not None:
                async with self._database.write() as session:
                    after = (await forget_letters(session, self._clock.now(), after)).after
            async with self._database.write() as session:
                await forget_facts(session, self._clock.now())
        except (LettersLeft, LookupError) as error:
            _log.error("letters are kept although their time may be over: %s", error)

    async def forget(self) -> None:
        """Remove what is kept no longer: used tokens, expired sessions, requests, silent browsers, and what
        retention.toml names."""
        now = self._clock.now()
        async with self._database.write() as session:
            await access.forget_expired(session, now)
            await classification_queries.forget_expired_requests(session, now)
            await protecting.forget_silent(session, now)
        try:
            async with self._database.write() as session:
                await forget_personal_data(session, now)
        except (PersonalDataLeft, LookupError) as error:
            _log.error("personal data are kept although their time may be over: %s", error)


def listed(codes: Sequence[str]) -> str:
    """The first of them, and how many more there are: a province has hundreds."""
    first = ", ".join(codes[:TOLD_AT_ONCE])
    return f"{first} and {len(codes) - TOLD_AT_ONCE} more" if len(codes) > TOLD_AT_ONCE else first
