"""SQL of how officials' private addresses and agencies' registers are used."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select

from backend.compliance.models import RegisterEntry
from backend.correspondence.models import Correspondence, Correspondent
from backend.db import ReadSession
from backend.db.listed import among
from backend.directory.models import PrivateAddress


async def from_private_addresses(
    session: ReadSession, codes: Collection[str], first: int, last: int
) -> dict[int, dict[str, int]]:
    """By month (YYYYMM) and agency: letters that its boxes received from an address entered as an official's private
    one; of letters for named receivers none. Addresses that were erased are no longer known."""
    statement = (
        select(Correspondence.month, Correspondence.agency_code, func.count())
        .join(Correspondent, Correspondent.id == Correspondence.correspondent_id)
        .join(PrivateAddress, PrivateAddress.address == Correspondent.address)
        .where(
            among(session, Correspondence.agency_code, codes),
            Correspondence.month.between(first, last),
            Correspondence.shielded.is_(False),
        )
        .group_by(Correspondence.month, Correspondence.agency_code)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for month, code, letters in await session.execute(statement):
        found[month][code] = letters
    return found


async def with_register(session: ReadSession, codes: Collection[str], since: date, until: date) -> set[str]:
    """Agencies of whose register of outgoing papers any row of these days was taken over."""
    statement = (
        select(RegisterEntry.agency_code)
        .where(among(session, RegisterEntry.agency_code, codes), RegisterEntry.issued_on.between(since, until))
        .distinct()
    )
    return set(await session.scalars(statement))
