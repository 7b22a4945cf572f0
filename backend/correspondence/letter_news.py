"""What is new about an agency's letters since somebody last looked: letters that came, and letters now overdue."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.correspondence import news_queries, service
from backend.correspondence.terms import Letter
from backend.db import ReadSession

LOOKED_BACK = timedelta(days=3)  # a PC that slept over the week-end
OVERLAP = timedelta(minutes=2)  # a unit of work that began before the last look may have been committed after it


@dataclass(frozen=True, slots=True)
class LetterNews:
    new: Sequence[Letter]
    overdue: Sequence[Letter]


async def news_since(session: ReadSession, agency_code: str, since: datetime, now: datetime) -> LetterNews:
    """What came and what fell due after `since`, for whoever asks now and then. What came in the overlap before it is
    told too: the asker knows letters by their ids. Not more than `LOOKED_BACK` is looked through."""
    since = max(since, now - LOOKED_BACK)
    fresh = {letter for letter, _ in await news_queries.entered_since(session, agency_code, since - OVERLAP)}
    overdue = set(await news_queries.overdue_since(session, agency_code, since, now))
    letters = await service.letters_of_ids(session, agency_code, fresh | overdue, now)
    return LetterNews(
        new=[letter for letter in letters if letter.id in fresh],
        overdue=[letter for letter in letters if letter.id in overdue],
    )


@dataclass(slots=True)
class NewsWatch:
    """One who follows an agency's letters. `looked_at`: everything up to then was told."""

    agency_code: str
    looked_at: datetime
    _known: dict[str, datetime] = field(default_factory=dict)  # letters told of within the overlap, and when they came

    @classmethod
    async def begin(cls, session: ReadSession, agency_code: str, now: datetime) -> "NewsWatch":
        """What is there already is no news."""
        watch = cls(agency_code, now)
        watch._known = dict(await news_queries.entered_since(session, agency_code, now - OVERLAP))
        return watch

    async def look(self, session: ReadSession, now: datetime) -> LetterNews | None:
        """What came and what fell due since the last look, each once; None where there is nothing."""
        since = self.looked_at
        entered = dict(await news_queries.entered_since(session, self.agency_code, since - OVERLAP))
        fresh = entered.keys() - self._known.keys()
        overdue = await news_queries.overdue_since(session, self.agency_code, since, now)
        self._known, self.looked_at = entered, now
        if not fresh and not overdue:
            return None
        letters = await service.letters_of_ids(session, self.agency_code, {*fresh, *overdue}, now)
        return LetterNews(
            new=[letter for letter in letters if letter.id in fresh],
            overdue=[letter for letter in letters if letter.id in set(overdue)],
        )
