"""All SQL of correspondences, acknowledgements and the outbox; facts are read in `fact_queries`."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, text, update

from backend.clock import VIETNAM
from backend.correspondence.chunks import chunks
from backend.correspondence.groups import listed_groups, of_listed
from backend.correspondence.many_rows import table_of
from backend.correspondence.models import (
    Acknowledgement,
    Correspondence,
    CorrespondenceSegment,
    Correspondent,
    FactParty,
    LetterReference,
    LetterToken,
    Outbox,
)
from backend.correspondence.months import month_of
from backend.correspondence.terms import LIVING, Group, NoticeKind, OutboxState, Standing
from backend.db import ReadSession, WriteSession
from backend.directory.models import Agency


async def segments(
    session: ReadSession, agency_code: str, correspondence_ids: Iterable[str]
) -> Mapping[str, list[CorrespondenceSegment]]:
    """The segments of an agency's letters by letter id, in order; a letter without any has an empty list."""
    found: dict[str, list[CorrespondenceSegment]] = defaultdict(list)
    for chunk in chunks(correspondence_ids):
        statement = (
            select(CorrespondenceSegment)
            .where(
                CorrespondenceSegment.agency_code == agency_code,
                CorrespondenceSegment.correspondence_id.in_(chunk),
            )
            .order_by(CorrespondenceSegment.correspondence_id, CorrespondenceSegment.ordinal)
        )
        for row in await session.scalars(statement):
            found[row.correspondence_id].append(row)
    return found


_LETTER: Select[Correspondence, LetterReference, Correspondent, str | None] = (
    select(Correspondence, LetterReference, Correspondent, Agency.name)
    .join(
        LetterReference,
        and_(
            LetterReference.agency_code == Correspondence.agency_code,
            LetterReference.correspondence_id == Correspondence.id,
        ),
    )
    .join(Correspondent, Correspondent.id == Correspondence.correspondent_id)
    .outerjoin(Agency, Agency.code == Correspondent.agency_code)
)
LetterRows = tuple[Correspondence, LetterReference, Correspondent, str | None]
_HAS_SYMBOL = text("correspondence.paper_symbol <> ''")  # said as the index says it
_SEEN = Correspondence.shielded.is_(False)  # the others are for the agency's named receivers only


async def letter(session: ReadSession, correspondence_id: str) -> LetterRows | None:
    found = (await session.execute(_LETTER.where(Correspondence.id == correspondence_id))).first()
    return (found[0], found[1], found[2], found[3]) if found else None


async def merged_into(session: ReadSession, row: Correspondence, parties: Collection[str]) -> list[LetterRows]:
    """Letters of these counterparts whose clock goes on in this one, in order of arrival."""
    statement = _LETTER.where(
        Correspondence.agency_code == row.agency_code,
        Correspondence.correspondent_id.in_(parties),
        Correspondence.merged_into == row.id,
    )
    return await _rows(session, statement.order_by(Correspondence.received_at, Correspondence.id))


async def open_letters(session: ReadSession, agency_code: str) -> list[LetterRows]:
    """Letters that await an answer, the earliest due first; those for named receivers only are left out."""
    statement = _LETTER.where(
        Correspondence.agency_code == agency_code,
        Correspondence.standing.in_(LIVING),
        _SEEN,
    ).order_by(Correspondence.due_at.is_(None), Correspondence.due_at, Correspondence.received_at, Correspondence.id)
    return await _rows(session, statement)


async def shielded_letters(session: ReadSession, agency_code: str) -> list[LetterRows]:
    """Letters for the agency's named receivers only that have not come to their end, the earliest first."""
    statement = _LETTER.where(
        Correspondence.agency_code == agency_code,
        Correspondence.shielded,
        Correspondence.standing.in_((*LIVING, Standing.NOT_AWAITED)),
    )
    return await _rows(session, statement.order_by(Correspondence.received_at, Correspondence.id))


async def letters_of_messages(session: ReadSession, agency_code: str, message_ids: Iterable[str]) -> list[LetterRows]:
    found: list[LetterRows] = []
    for chunk in chunks(message_ids):
        of_agency = _LETTER.where(Correspondence.agency_code == agency_code, _SEEN)
        found += await _rows(session, of_agency.where(Correspondence.message_id.in_(chunk)))
    return found


async def letters_of_papers(session: ReadSession, agency_code: str, symbols: Iterable[str]) -> list[LetterRows]:
    found: list[LetterRows] = []
    for chunk in chunks(filter(None, symbols)):
        of_agency = _LETTER.where(Correspondence.agency_code == agency_code, _SEEN)
        found += await _rows(session, of_agency.where(Correspondence.paper_symbol.in_(chunk), _HAS_SYMBOL))
    return found


async def due_before(session: ReadSession, agency_code: str, moment: datetime) -> list[LetterRows]:
    """Letters whose answer, receipt or inside task is due before then, the earliest first."""
    by_due = func.coalesce(Correspondence.due_at, Correspondence.receipt_due_at, Correspondence.received_at)
    statement = _LETTER.where(_is_due_before(agency_code, moment))
    return await _rows(session, statement.order_by(by_due, Correspondence.id))


async def number_due_before(session: ReadSession, agency_code: str, moment: datetime) -> int:
    """How many letters `due_before` gives."""
    statement = select(func.count()).select_from(Correspondence).where(_is_due_before(agency_code, moment))
    return await session.scalar(statement) or 0


def _is_due_before(agency_code: str, moment: datetime) -> ColumnElement[bool]:
    answer = and_(Correspondence.standing == Standing.OPEN, Correspondence.due_at < moment)
    receipt = and_(
        Correspondence.receipt_due_at < moment,
        Correspondence.acknowledged_at.is_(None),
        Correspondence.standing.in_((*LIVING, Standing.NOT_AWAITED)),
    )
    task = and_(
        Correspondence.task_due_on < moment.astimezone(VIETNAM).date(),
        Correspondence.settled_at.is_(None),
        Correspondence.standing.in_((*LIVING, Standing.NOT_AWAITED)),
    )
    return and_(Correspondence.agency_code == agency_code, _SEEN, or_(answer, receipt, task))


async def _rows(
    session: ReadSession, statement: Select[Correspondence, LetterReference, Correspondent, str | None]
) -> list[LetterRows]:
    return [(row, reference, sender, agency) for row, reference, sender, agency in await session.execute(statement)]


async def letters_of_ids(session: ReadSession, agency_code: str, ids: Iterable[str]) -> dict[str, LetterRows]:
    """An agency's letters by id; those for named receivers only are left out."""
    found: list[LetterRows] = []
    for chunk in chunks(ids):
        of_agency = _LETTER.where(Correspondence.agency_code == agency_code, _SEEN)
        found += await _rows(session, of_agency.where(Correspondence.id.in_(chunk)))
    return {rows[0].id: rows for rows in found}


async def letter_of_token(session: ReadSession, token_hash: str) -> LetterRows | None:
    of_token = _LETTER.join(
        LetterToken,
        and_(LetterToken.agency_code == Correspondence.agency_code, LetterToken.correspondence_id == Correspondence.id),
    )
    found = (await session.execute(of_token.where(LetterToken.token_hash == token_hash))).first()
    return (found[0], found[1], found[2], found[3]) if found else None


async def letter_of_code(session: ReadSession, code: str) -> Correspondence | None:
    found = (await session.execute(_LETTER.where(LetterReference.code == code))).first()
    return found[0] if found else None


async def letter_taken_over(session: ReadSession, row: Correspondence) -> Correspondence | None:
    """The letter that the agency it was passed on to has of it."""
    statement = select(Correspondence).where(
        Correspondence.agency_code == row.passed_to,
        Correspondence.correspondent_id == row.correspondent_id,
        Correspondence.message_id == (row.message_id or row.id),
    )
    return await session.scalar(statement.limit(1))


async def replace_token(
    session: WriteSession, row: Correspondence, mail_id: str, token_hash: str, at: datetime
) -> None:
    """Give a mail its token; the one of an earlier attempt, which reached nobody, opens nothing any more."""
    await session.change(delete(LetterToken).where(LetterToken.mail_id == mail_id))
    session.add(
        LetterToken(
            token_hash=token_hash,
            agency_code=row.agency_code,
            correspondence_id=row.id,
            mail_id=mail_id,
            issued_at=at,
        )
    )


async def undecided(session: ReadSession, groups: Collection[Group]) -> list[Correspondence]:
    """Letters that may be acknowledged and have no decision yet, in order of arrival."""
    listed = listed_groups(session, groups)
    decided = and_(
        Acknowledgement.agency_code == Correspondence.agency_code,
        Acknowledgement.correspondence_id == Correspondence.id,
    )
    statement = (
        select(Correspondence)
        .join(listed, of_listed(table_of(Correspondence).c, listed))
        .outerjoin(Acknowledgement, decided)
    )
    found = await session.scalars(
        statement.where(Correspondence.may_acknowledge, Acknowledgement.correspondence_id.is_(None))
    )
    return sorted(found, key=lambda row: (row.received_at, row.id))


async def acknowledged_since(session: ReadSession, correspondent_ids: Iterable[str], since: datetime) -> dict[str, int]:
    """How many acknowledgements each of these outsiders was, or is to be, sent since then; those without are absent."""
    found: dict[str, int] = {}
    for chunk in chunks(correspondent_ids):
        statement = (
            select(Acknowledgement.correspondent_id, func.count())
            .where(
                Acknowledgement.correspondent_id.in_(chunk),
                Acknowledgement.decided_at >= since,
                Acknowledgement.withheld_because.is_(None),
            )
            .group_by(Acknowledgement.correspondent_id)
        )
        found |= dict((await session.execute(statement)).all())
    return found


async def owners_of_our_mail(session: ReadSession, message_ids: Iterable[str]) -> dict[str, Group]:
    """Of which letter's group the mails of ours with these ids are, by message id; "" for a mail about no letter."""
    found: dict[str, Group] = {}
    for chunk in chunks(message_ids):
        statement = (
            select(Outbox.message_id, Outbox.agency_code, Correspondence.correspondent_id)
            .outerjoin(
                Correspondence,
                and_(Correspondence.agency_code == Outbox.agency_code, Correspondence.id == Outbox.correspondence_id),
            )
            .where(Outbox.message_id.in_(chunk))
        )
        found |= {message_id: (agency, party or "") for message_id, agency, party in await session.execute(statement)}
    return found


async def is_notice_queued(session: ReadSession, row: Correspondence, kind: NoticeKind) -> bool:
    """Whether a mail of this kind about the letter goes, or went, out."""
    statement = select(Outbox.id).where(
        Outbox.agency_code == row.agency_code, Outbox.correspondence_id == row.id, Outbox.kind == kind
    )
    return await session.scalar(statement.limit(1)) is not None


async def notices_since(session: ReadSession, correspondent_id: str, kind: NoticeKind, since: datetime) -> int:
    """How many mails of this kind to one correspondent were to go since then."""
    statement = (
        select(func.count())
        .select_from(Outbox)
        .join(
            Correspondence,
            and_(Correspondence.agency_code == Outbox.agency_code, Correspondence.id == Outbox.correspondence_id),
        )
        .where(Correspondence.correspondent_id == correspondent_id, Outbox.kind == kind, Outbox.not_before >= since)
    )
    return await session.scalar(statement) or 0


async def mail_states(session: ReadSession, message_ids: Collection[str]) -> Counter[str]:
    """How many of these mails of ours stand in each `OutboxState`; those forgotten by now are not counted."""
    found: Counter[str] = Counter()
    for chunk in chunks(message_ids):
        found.update(await session.scalars(select(Outbox.state).where(Outbox.message_id.in_(chunk))))
    return found


async def is_anything_waiting(session: ReadSession, now: datetime) -> bool:
    statement = select(Outbox.id).where(Outbox.state == OutboxState.WAITING, Outbox.not_before <= now).limit(1)
    return await session.scalar(statement) is not None


async def is_anything_claimed(session: ReadSession, before: datetime) -> bool:
    statement = select(Outbox.id).where(Outbox.state == OutboxState.CLAIMED, Outbox.claimed_at < before).limit(1)
    return await session.scalar(statement) is not None


async def next_waiting(session: WriteSession, now: datetime) -> Outbox | None:
    """The mail that has waited longest of those whose time has come. Other workers' picks are passed over."""
    statement = (
        select(Outbox)
        .where(Outbox.state == OutboxState.WAITING, Outbox.not_before <= now)
        .order_by(Outbox.not_before, Outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return await session.scalar(statement)


async def claimed_before(session: WriteSession, moment: datetime) -> Sequence[Outbox]:
    """Mails whose SMTP dialogue was begun before then and whose outcome nobody noted."""
    statement = (
        select(Outbox)
        .where(Outbox.state == OutboxState.CLAIMED, Outbox.claimed_at < moment)
        .order_by(Outbox.claimed_at)
        .with_for_update(skip_locked=True)
    )
    return (await session.scalars(statement)).all()


async def settle(session: WriteSession, outbox_id: str, **values: Any) -> None:
    """Note the outcome of a claimed mail; of one that somebody else settled meanwhile, nothing changes."""
    statement = update(Outbox).where(Outbox.id == outbox_id, Outbox.state == OutboxState.CLAIMED).values(**values)
    await session.change(statement)


async def forget_tokens(session: WriteSession, answered_before: datetime) -> int:
    """Status tokens of letters answered before then open nothing any more."""
    return await session.change(delete(LetterToken).where(_token_of_answered(answered_before)))


async def tokens_to_forget(session: ReadSession, answered_before: datetime) -> int:
    statement = select(func.count()).select_from(LetterToken).where(_token_of_answered(answered_before))
    return await session.scalar(statement) or 0


async def erase_addresses(session: WriteSession, settled_before: datetime) -> int:
    """Erase who wrote, once every letter of theirs came to its end before then; facts and figures stay."""
    return await session.change(update(Correspondent).where(*_settled(settled_before)).values(address=None))


async def addresses_to_erase(session: ReadSession, settled_before: datetime) -> int:
    statement = select(func.count()).select_from(Correspondent).where(*_settled(settled_before))
    return await session.scalar(statement) or 0


async def erase_recipients(session: WriteSession, before: datetime) -> int:
    """Erase the addresses of those who were written to, never wrote, and have had no letter since that month."""
    return await session.change(update(Correspondent).where(*_only_written_to(before)).values(address=None))


async def recipients_to_erase(session: ReadSession, before: datetime) -> int:
    statement = select(func.count()).select_from(Correspondent).where(*_only_written_to(before))
    return await session.scalar(statement) or 0


def _only_written_to(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """By the months of facts, which are whole: nobody goes too early."""
    wrote = select(Correspondence.correspondent_id)
    lately = select(FactParty.correspondent_id).where(FactParty.month >= month_of(before.astimezone(VIETNAM).date()))
    known = Correspondent.address.is_not(None) & Correspondent.agency_code.is_(None)
    return (known, Correspondent.id.not_in(wrote), Correspondent.id.not_in(lately))


def _token_of_answered(before: datetime) -> ColumnElement[bool]:
    answered = select(Correspondence.id).where(
        Correspondence.answered_at < before, Correspondence.standing.not_in(LIVING)
    )
    return LetterToken.correspondence_id.in_(answered)


def _settled(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Whose address is known and who wrote no letter that lives, or ended later."""
    living = select(Correspondence.correspondent_id).where(
        or_(
            Correspondence.standing.in_(LIVING),
            Correspondence.received_at >= before,
            Correspondence.settled_at >= before,
        )
    )
    written = select(Correspondence.correspondent_id)
    return (Correspondent.id.in_(written), Correspondent.id.not_in(living), Correspondent.address.is_not(None))
