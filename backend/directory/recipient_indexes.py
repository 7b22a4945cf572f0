"""The index of recipients, made once a revision of the directory and a day, and kept for every request after it."""

from datetime import date

from backend.db import ReadSession
from backend.directory import queries
from backend.directory.models import Agency
from backend.directory.recipients import Heir, NamedAgency, RecipientIndex


class RecipientIndexes:
    """One for each process. A revision is read before the rows, so that rows of a later one are read again."""

    def __init__(self) -> None:
        self._made_of: tuple[int, date] | None = None
        self._index = RecipientIndex(())

    async def current(self, session: ReadSession, today: date) -> RecipientIndex:
        wanted = (await queries.revision(session), today)
        if wanted != self._made_of:
            self._index, self._made_of = await recipient_index(session), wanted
        return self._index


async def recipient_index(session: ReadSession) -> RecipientIndex:
    """Every agency that is or was, by all of its names."""
    boxes = await queries.published_agency_boxes(session)
    names = await queries.former_names(session)
    return RecipientIndex(
        [
            NamedAgency(
                code=agency.code,
                name=agency.name,
                parent=agency.parent,
                former_names=tuple(names.get(agency.code, ())),
                address=boxes.get(agency.code),
                symbol=agency.symbol,
                valid_from=agency.valid_from,
                valid_to=agency.valid_to,
                heirs=_heirs(agency),
            )
            for agency in await queries.every_agency(session)
        ]
    )


def _heirs(agency: Agency) -> tuple[Heir, ...]:
    return () if agency.successor is None else (Heir(agency.successor),)
