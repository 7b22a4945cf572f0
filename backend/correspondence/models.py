"""Facts and what is derived from them.

Facts are never changed; `Correspondence` and its segments can be thrown away and computed again to the same rows
(ADR 2). No table holds a subject; an outsider's address stands in `Correspondent` and, until it is sent, in `Outbox`,
nowhere else."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

MESSAGE_ID_LENGTH = 998  # a header line, RFC 5322 section 2.1.1
QUEUE_ID_LENGTH = 40
SOURCE_LENGTH = 40
TOKEN_HASH_LENGTH = 64
REFERENCE_CODE_LENGTH = 70


class Fact(Base):
    """Something that happened, once. Its key fits partitions by month and distribution by agency.

    `agency_code` is empty for what belongs to no agency; `month` is YYYYMM in Vietnam's time; `queue_id` and
    `message_id` repeat what `data` says, to be found by.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index("ix_fact_queue_id", "queue_id"),
        Index("ix_fact_message_id", "message_id"),
        Index("ix_fact_kind_at", "kind", "at"),
    )

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    queue_id: Mapped[str | None] = mapped_column(String(QUEUE_ID_LENGTH))
    message_id: Mapped[str | None] = mapped_column(String(MESSAGE_ID_LENGTH))
    data: Mapped[dict[str, Any]]


class FactParty(Base):
    """Which outsiders a fact is about: the way from a letter's sender to everything that happened to the letter."""

    __tablename__ = "fact_party"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_code", "month", "source", "sequence"],
            ["fact.agency_code", "fact.month", "fact.source", "fact.sequence"],
            ondelete="CASCADE",
        ),
        Index("ix_fact_party_agency_code_correspondent_id", "agency_code", "correspondent_id"),
    )

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    correspondent_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)


class Correspondent(Base):
    """Somebody outside the official mailboxes. Facts name the id, so that the address can be erased and facts stay."""

    __tablename__ = "correspondent"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    address: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH), unique=True)  # lower case; null: erased
    sender_class: Mapped[str] = mapped_column(String(10))  # SenderClass, kept when the address goes


class Correspondence(Base):
    """A letter that awaits an answer, and what happened to it (derived)."""

    __tablename__ = "correspondence"
    __table_args__ = (
        Index("ix_correspondence_agency_code_received_at", "agency_code", "received_at"),
        Index("ix_correspondence_agency_code_answered_at", "agency_code", "answered_at"),
        Index("ix_correspondence_id", "id"),
        Index("ix_correspondence_agency_code_correspondent_id", "agency_code", "correspondent_id"),
    )

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    correspondent_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    sender_class: Mapped[str] = mapped_column(String(10))
    mailbox: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # the agency's box it came to first
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))
    received_at: Mapped[datetime]
    deadline_id: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answer_message_id: Mapped[str | None] = mapped_column(String(MESSAGE_ID_LENGTH))
    working_seconds: Mapped[int | None]  # to the answer; null while open
    may_acknowledge: Mapped[bool]


class CorrespondenceSegment(Base):
    """A stretch of a letter's life during which somebody had to act (derived)."""

    __tablename__ = "correspondence_segment"
    __table_args__ = (
        ForeignKeyConstraint(
            ["agency_code", "correspondence_id"],
            ["correspondence.agency_code", "correspondence.id"],
            ondelete="CASCADE",
        ),
    )

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turn: Mapped[str] = mapped_column(String(10))  # whose turn it is: "agency" counts
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class LetterReference(Base):
    """The code under which a citizen asks for a letter's state. Issued once, kept over every recomputation."""

    __tablename__ = "letter_reference"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    code: Mapped[str] = mapped_column(String(REFERENCE_CODE_LENGTH), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(TOKEN_HASH_LENGTH), unique=True)
    issued_at: Mapped[datetime]


class Acknowledgement(Base):
    """Whether a letter is acknowledged, and if not, why. One row a letter: it can never be decided twice."""

    __tablename__ = "acknowledgement"
    __table_args__ = (Index("ix_acknowledgement_correspondent_id_decided_at", "correspondent_id", "decided_at"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    correspondent_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    decided_at: Mapped[datetime]
    withheld_because: Mapped[str | None] = mapped_column(String(30))  # null: it goes, or went, out
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), index=True)


class Outbox(Base):
    """A mail of ours on its way. The claim is committed before the SMTP dialogue; see backend.worker.outbox."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_not_before", "state", "not_before"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), unique=True)
    recipient: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))  # null once nothing more is to be sent
    state: Mapped[str] = mapped_column(String(10))  # OutboxState
    attempts: Mapped[int]
    not_before: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(60))  # SMTP reply code or the name of what failed


class SourcePosition(Base):
    """How far a source has been read; stored in the transaction that stores what was read there."""

    __tablename__ = "source_position"

    name: Mapped[str] = mapped_column(String(SOURCE_LENGTH), primary_key=True)
    position: Mapped[str] = mapped_column(String(400))
    sequence: Mapped[int]  # the last sequence number given to a fact of this source
    read_at: Mapped[datetime]
