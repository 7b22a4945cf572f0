"""SQL over the facts that proposed rules are replayed on."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import select, tuple_

from backend.clock import VIETNAM
from backend.correspondence.models import Fact
from backend.correspondence.terms import FactKind
from backend.db import ReadSession

AT_ONCE = 2_000  # rows read in one go
_KEY = (Fact.agency_code, Fact.month, Fact.source, Fact.sequence)


async def verdicts_since(
    session: ReadSession, since: datetime, at_once: int = AT_ONCE
) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Agency and verdict of each letter that somebody of the agency sent, a portion read at a time.

    Its urgency stands in the verdict, but for letters that few may know of.
    """
    begin = since.astimezone(VIETNAM)
    wanted = select(*_KEY, Fact.data).where(
        Fact.kind == FactKind.CHECKED, Fact.month >= begin.year * 100 + begin.month, Fact.at >= since
    )
    after: tuple[Any, ...] | None = None
    while True:
        portion = wanted if after is None else wanted.where(tuple_(*_KEY) > after)
        rows = (await session.execute(portion.order_by(*_KEY).limit(at_once))).all()
        for row in rows:
            data, verdict = row.data, row.data.get("verdict")
            sent = data.get("direction") == "submission" and data.get("from", {}).get("agency") == row.agency_code
            if sent and isinstance(verdict, dict):
                said = {} if data.get("shielded") else {"urgency": data.get("urgency") or None}
                yield row.agency_code, verdict | said
        if len(rows) < at_once:
            return
        after = tuple(rows[-1][:4])
