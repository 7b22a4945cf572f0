"""Mails that follow from what was done about a letter: which, to whom, once. Composed and sent by the worker."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from backend.correspondence import fact_queries, queries, replacing
from backend.correspondence.acts import Act, LetterAct
from backend.correspondence.facts import NewFact
from backend.correspondence.models import Correspondence, Outbox
from backend.correspondence.terms import NoticeKind, OutboxState
from backend.db import WriteSession
from backend.directory import queries as directory
from backend.workingtime.hours import in_vietnam

OF_ACT: Mapping[Act, NoticeKind] = {
    Act.ACKNOWLEDGED: NoticeKind.RECEIPT,
    Act.RETURNED: NoticeKind.RETURNED,
    Act.PASSED_ON: NoticeKind.PASSED_ON,
    Act.ANSWERED_ELSEWHERE: NoticeKind.ANSWERED,
    Act.EXTENDED: NoticeKind.APOLOGY,
}


# What a mail says beside what the letter's row says; nothing else of an act goes into it.
SAID: Mapping[NoticeKind, tuple[str, ...]] = {
    NoticeKind.RETURNED: ("reason",),
    NoticeKind.PASSED_ON: ("agency",),
    NoticeKind.ANSWERED: ("channel", "number", "answered_at"),
    NoticeKind.APOLOGY: ("reason", "due_on"),
}
UNLESS_OPTED_OUT = frozenset(
    {NoticeKind.RETURNED, NoticeKind.PASSED_ON, NoticeKind.ANSWERED, NoticeKind.APOLOGY}
)  # the others were asked for, or are a duty


async def follow(session: WriteSession, row: Correspondence, done: LetterAct, due_before: datetime | None) -> None:
    """Queue the mail that this act brings with it, if any. `due_before`: the letter's term before the act.

    An apology goes out once a letter, and before the term.
    """
    kind = OF_ACT.get(done.act)
    if kind is None or row.shielded:
        return
    if kind is NoticeKind.APOLOGY:
        late = due_before is not None and done.at >= due_before
        if late or await queries.is_notice_queued(session, row, kind):
            return
    data = {name: done.data[name] for name in SAID.get(kind, ()) if name in done.data}
    await queue(session, row, kind, done.id, data, done.at)


async def queue(
    session: WriteSession, row: Correspondence, kind: NoticeKind, key: str, data: Mapping[str, Any], now: datetime
) -> None:
    """Queue one mail to whoever wrote the letter (`COMING`: to the box that `data` names); nobody is written to whose
    address was erased, or who wants none."""
    sender = (await fact_queries.correspondents(session, [row.correspondent_id]))[row.correspondent_id]
    recipient = data["to"] if kind is NoticeKind.COMING else await recipient_of(session, row, now)
    if recipient is None or (kind in UNLESS_OPTED_OUT and sender.opted_out_at is not None):
        return
    session.add(mail(row.agency_code, row.id, kind, key, data, recipient, now))
    await session.flush()


def mail(
    agency_code: str,
    letter_id: str,
    kind: NoticeKind,
    key: str,
    data: Mapping[str, Any],
    recipient: str,
    not_before: datetime,
) -> Outbox:
    return Outbox(
        agency_code=agency_code,
        correspondence_id=letter_id,
        kind=kind,
        data=dict(data),
        message_id=notice_id(agency_code, kind, key),
        recipient=recipient,
        state=OutboxState.WAITING,
        attempts=0,
        not_before=not_before,
    )


async def tell_recipients(
    session: WriteSession, checked: NewFact, done: LetterAct, message: NewFact | None = None
) -> None:
    """Tell everybody a letter went to what its sender says of it now: each box and outsider once. `message`: the one
    that carries the paper that stands instead; nobody is told of it whom it did not go to."""
    parties = {party["box"]: party for party in checked.data["to"] if "box" in party}
    outside = {party["correspondent"]: party for party in checked.data["to"] if "agency" not in party and party}
    rows = await fact_queries.correspondents(session, outside)
    parties |= {row.address: outside[key] for key, row in rows.items() if row.address}
    for ordinal, address in enumerate(sorted(parties)):
        told = replacing.told_to(parties[address], done, message)
        data = {"act": done.act.value, "original": checked.message_id or "", **told.data}
        key = f"{done.id}.{ordinal}"
        session.add(mail(checked.agency_code, "", NoticeKind.RECALL, key, data, address, done.at))
    await session.flush()


async def recipient_of(session: WriteSession, row: Correspondence, now: datetime) -> str | None:
    """The sender's address; of an agency its published mailbox."""
    sender = (await fact_queries.correspondents(session, [row.correspondent_id]))[row.correspondent_id]
    if sender.agency_code is None:
        return sender.address
    return (await directory.published_agency_boxes(session, in_vietnam(now).date())).get(sender.agency_code)


def notice_id(agency_code: str, kind: NoticeKind, key: str) -> str:
    """The Message-ID of a notice, the same at every attempt; `key` is unique among notices of this kind."""
    return f"{kind.value}.{key.lower()}@{agency_code.lower()}.congvu"
