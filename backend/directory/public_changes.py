"""The directory's changes as anybody may follow them: agencies, published boxes of agencies and roles, competent
officials; of people without authority nothing. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import orjson

from backend.directory import recorded
from backend.directory.history import StoredChange
from backend.directory.recorded import Record

_OPEN = {
    one.name
    for one in (
        recorded.AGENCY,
        recorded.AGENCY_NAME,
        recorded.SUCCESSION,
        recorded.GROUP,
        recorded.GROUP_RULE,
        recorded.GROUP_MEMBER,
        recorded.CHANNEL,
        recorded.WEEK,
        recorded.DAY,
    )
}
_OF_OFFICIALS = ("id", "name", "post", "agency_code", "phone", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class PublicChange:
    """`before`, `after`: the row as it was and is, None where there is none that anybody may see. `hash`: of the change
    in the chain, which goes over every change, those not shown too."""

    seq: int
    revision: int
    at: datetime
    entity: str
    key: str
    agency_code: str
    before: Record | None
    after: Record | None
    valid_from: date | None
    decision_number: str | None
    hash: str


def public_changes(changes: Iterable[StoredChange]) -> Iterator[PublicChange]:
    for change in changes:
        before, after = _shown(change.entity, change.before), _shown(change.entity, change.after)
        if before != after:
            yield PublicChange(
                seq=change.seq,
                revision=change.revision,
                at=change.at,
                entity=change.entity,
                key=change.key,
                agency_code=change.agency_code,
                before=before,
                after=after,
                valid_from=change.valid_from,
                decision_number=change.decision_number,
                hash=change.hash,
            )


def _shown(entity: str, text: str | None) -> Record | None:
    if text is None:
        return None
    row: Record = orjson.loads(text)
    if entity == recorded.MAILBOX.name:
        return row if row["published_at"] and row["kind"] != "personal" else None
    if entity == recorded.OFFICIAL.name:
        return {name: row[name] for name in _OF_OFFICIALS} if row["competent"] and row["login"] else None
    return row if entity in _OPEN else None
