"""What letters and figures stand on besides facts, and what has to be done again when it moves."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Self

from backend.correspondence.terms import Group
from backend.db import ReadSession
from backend.directory import queries as directory
from backend.workingtime.data import rules_folder

DERIVED_BY = 1  # raised when letters are derived from facts in another way than before


@dataclass(frozen=True, slots=True)
class Ground:
    """`senders` moves with the directory: what class a sender has. `clocks`: calendars and terms."""

    derived_by: int
    senders: int
    clocks: str


@dataclass(frozen=True, slots=True)
class Progress:
    """For which ground letters are right, and after which group or letter the work for it goes on; None: it is done."""

    ground: Ground
    replay_after: Group | None = None
    recount_after: tuple[str, str] | None = None

    @property
    def is_done(self) -> bool:
        return self.replay_after is None and self.recount_after is None

    def moved_to(self, wanted: Ground, beginning: Group) -> Self:
        """Everything is derived anew only where deriving itself changed; else clocks are counted anew at most."""
        if self.ground.derived_by != wanted.derived_by:
            return replace(self, ground=wanted, replay_after=beginning, recount_after=None)
        if self.ground.clocks != wanted.clocks:
            return replace(self, ground=wanted, recount_after=beginning)
        return replace(self, ground=wanted)

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str) -> Self:
        """ "" is where nothing has been derived yet."""
        if not text:
            return cls(Ground(0, 0, ""))
        stored = json.loads(text)
        after = [tuple(one) if one else None for one in (stored["replay_after"], stored["recount_after"])]
        return cls(Ground(**stored["ground"]), after[0], after[1])


async def ground(session: ReadSession) -> Ground:
    return Ground(DERIVED_BY, await directory.revision(session), await _clocks(session))


async def _clocks(session: ReadSession) -> str:
    parents = await directory.parents(session)
    weeks = await directory.agency_weeks(session, parents)
    days = await directory.agency_days(session, parents)
    rows = [
        (row.agency_code, row.valid_from, row.season, row.valid_to, row.hours) for of in weeks.values() for row in of
    ]
    dated = [(row.agency_code, row.day, row.kind, row.hours, row.stands_for) for of in days.values() for row in of]
    terms = await directory.agency_terms(session, parents)
    own_terms = [
        (row.agency_code, row.valid_from, row.valid_to, row.days, row.decision_number)
        for of in terms.values()
        for row in of
    ]
    # A parent counts only where it sets something of its own that those below it take over.
    setting = {*weeks, *days, *terms}
    above = [(code, parent) for code, parent in parents.items() if setting and parent is not None]
    return _digest(
        _shipped(), sorted(map(str, rows)), sorted(map(str, dated)), sorted(map(str, own_terms)), sorted(above)
    )


@cache
def _shipped() -> str:
    files = [file for family in ("calendar", "deadlines") for file in sorted((rules_folder() / family).glob("*.toml"))]
    return _digest(*(file.read_text("utf-8") for file in files))


def _digest(*parts: str | Iterable[object]) -> str:
    return hashlib.sha256(repr([part if isinstance(part, str) else list(part) for part in parts]).encode()).hexdigest()[
        :16
    ]
