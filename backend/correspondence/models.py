"""Facts and what is derived from them.

Facts are never changed; `Correspondence` and its segments can be thrown away and computed again to the same rows
(ADR 2). No table holds a subject; an outsider's address stands in `Correspondent` and, until it is sent, in `Outbox`,
nowhere else."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Computed, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.correspondence.joining_models import JoinedCorrespondent as JoinedCorrespondent
from backend.correspondence.sealing_models import BoxDay as BoxDay
from backend.correspondence.sealing_models import SealedMonth as SealedMonth
from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

MESSAGE_ID_LENGTH = 998  # a header line, RFC 5322 section 2.1.1
QUEUE_ID_LENGTH = 40
SOURCE_LENGTH = 40
TOKEN_HASH_LENGTH = 64
REFERENCE_CODE_LENGTH = 70
MATTER_LENGTH = 60
DOSSIERS_LENGTH = 300


class Fact(Base):
    """Something that happened, once. Its key fits partitions by month and distribution by agency (ADR 27).

    `agency_code` is empty for what belongs to no agency; `month` is YYYYMM in Vietnam's time; `queue_id` and
    `message_id` repeat what `data` says, to be found by.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index("ix_fact_queue_id", "queue_id"),
        Index("ix_fact_message_id", "message_id"),
        Index(  # those that are forgotten after a while
            "ix_fact_refusals",
            "at",
            postgresql_where=text("kind IN ('refused', 'removed')"),
            sqlite_where=text("kind IN ('refused', 'removed')"),
        ),
        Index(  # those of which counts by day are left
            "ix_fact_box_events",
            "at",
            postgresql_where=text("kind IN ('opened', 'mdn_sent', 'counted')"),
            sqlite_where=text("kind IN ('opened', 'mdn_sent', 'counted')"),
        ),
        {"postgresql_partition_by": "RANGE (month)"},  # fact_month_queries
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
    """Which outsiders a fact is about: the way from a letter's sender to everything that happened to the letter.

    No foreign key: a fact and its parties are stored by one unit of work and never changed, what forgets facts forgets
    these too, and to look up each row's fact again is a fifth of what storing costs."""

    __tablename__ = "fact_party"
    __table_args__ = (Index("ix_fact_party_group", "agency_code", "correspondent_id", "month", "source", "sequence"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    correspondent_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)


class Correspondent(Base):
    """With whom an agency exchanges letters: somebody outside the official mailboxes, by address, or another agency, by
    code. Facts name the id, so that the address can be erased and facts stay."""

    __tablename__ = "correspondent"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    address: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH), unique=True)  # lower case; null: erased
    agency_code: Mapped[str | None] = mapped_column(String(AGENCY_CODE_LENGTH), unique=True)
    sender_class: Mapped[str] = mapped_column(String(10))  # SenderClass, kept when the address goes
    opted_out_at: Mapped[datetime | None]  # wants no notice beside the acknowledgement


def _while_living(column: str) -> Computed:
    return Computed(f"CASE WHEN standing IN ('open', 'senders_turn') THEN {column} END")


class Correspondence(Base):
    """A letter to an agency, and what happened to it (derived). Durations are working seconds of the agency's turns.

    `living_*` repeats a column while the letter lives (`LIVING`) and is null afterwards. The indexes hold these: of
    letters that came to their end, which are nearly all, a changed calendar changes no indexed column, and PostgreSQL
    writes the row alone instead of an entry in every index.
    """

    __tablename__ = "correspondence"
    __table_args__ = (
        Index("ix_correspondence_agency_code_received_at", "agency_code", "received_at"),
        Index("ix_correspondence_agency_code_standing_living_due_at", "agency_code", "standing", "living_due_at"),
        Index("ix_correspondence_agency_code_message_id", "agency_code", "message_id"),
        Index(  # of most letters nobody noted one
            "ix_correspondence_agency_code_paper_symbol",
            *("agency_code", "paper_symbol"),
            postgresql_where=text("paper_symbol <> ''"),
            sqlite_where=text("paper_symbol <> ''"),
        ),
        Index("ix_correspondence_agency_code_correspondent_id", "agency_code", "correspondent_id"),
        Index("ix_correspondence_id", "id"),
        Index(  # what figures read of letters still open, and nothing else of the table
            "ix_correspondence_waiting",
            *("agency_code", "month", "sender_class", "matter", "standing"),
            *("turn_since", "living_own_seconds", "living_sender_seconds", "living_other_seconds", "living_due_at"),
            postgresql_where=text("waiting"),
            sqlite_where=text("waiting = 1"),
        ),
        # Room in each page for new versions of its rows: those whose indexed columns stay are found by the old entries.
        {"postgresql_with": {"fillfactor": 80}},
    )

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    correspondent_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    sender_class: Mapped[str] = mapped_column(String(10))
    mailbox: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # the agency's box it came to first
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))
    received_at: Mapped[datetime]  # when the agency's clock began
    month: Mapped[int]  # of `received_at`, YYYYMM in Vietnam's time
    standing: Mapped[str] = mapped_column(String(15))  # Standing
    waiting: Mapped[bool] = mapped_column(default=False)  # counted in figures, and without an answer yet
    turn_since: Mapped[datetime | None]  # since when whoever's turn it is has had it
    awaits_answer: Mapped[bool] = mapped_column(default=True)
    may_acknowledge: Mapped[bool]
    shielded: Mapped[bool] = mapped_column(default=False)  # for the agency's named receivers only
    disputed: Mapped[bool] = mapped_column(default=False)
    reopened: Mapped[int] = mapped_column(default=0)
    satisfied: Mapped[bool | None]  # what the sender said of the answer, null: nothing
    matter: Mapped[str] = mapped_column(String(MATTER_LENGTH), default="")
    urgency: Mapped[str] = mapped_column(String(15), default="")  # "" for none
    valid_paper_on: Mapped[date | None]  # of the paper that starts a statutory term
    deadline_id: Mapped[str | None] = mapped_column(String(MATTER_LENGTH))
    due_named_on: Mapped[date | None]  # the day somebody named, which goes before the term
    due_at: Mapped[datetime | None]  # null: nothing says by when
    receipt_due_at: Mapped[datetime | None]  # by when the sending agency has to be told
    task_due_on: Mapped[date | None]  # inside the agency
    acknowledged_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(10))  # AnsweredBy
    answer_message_id: Mapped[str | None] = mapped_column(String(MESSAGE_ID_LENGTH))
    settled_at: Mapped[datetime | None]
    acknowledged_seconds: Mapped[int | None]
    working_seconds: Mapped[int | None]  # to the first human answer; null while there is none
    settled_seconds: Mapped[int | None]
    own_seconds: Mapped[int] = mapped_column(default=0)  # of the agency's turns that are over
    sender_seconds: Mapped[int] = mapped_column(default=0)  # of the sender's turns that are over
    other_seconds: Mapped[int] = mapped_column(default=0)  # of other agencies' turns that are over
    living_due_at: Mapped[datetime | None] = mapped_column(_while_living("due_at"))
    living_own_seconds: Mapped[int | None] = mapped_column(_while_living("own_seconds"))
    living_sender_seconds: Mapped[int | None] = mapped_column(_while_living("sender_seconds"))
    living_other_seconds: Mapped[int | None] = mapped_column(_while_living("other_seconds"))
    closed_because: Mapped[str] = mapped_column(String(40), default="")
    passed_to: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), default="")
    came_from: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), default="")
    first_received_at: Mapped[datetime | None]  # where the agency it came from began to count
    merged_into: Mapped[str] = mapped_column(String(ID_LENGTH), default="")
    recalled: Mapped[str] = mapped_column(String(10), default="")  # "recalled", "replaced" or "corrected" by its sender
    register_number: Mapped[str] = mapped_column(String(60), default="")
    paper_symbol: Mapped[str] = mapped_column(String(60), default="")  # of the paper that came, "123/UBND-VX"
    paper_on: Mapped[date | None]
    dossiers: Mapped[str] = mapped_column(String(DOSSIERS_LENGTH), default="")  # codes the letter names, by spaces


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
    turn: Mapped[str] = mapped_column(String(15))  # whose turn it is: "agency" counts
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    because: Mapped[str] = mapped_column(String(15))  # Because


class FigureRow(Base):
    """What the letters of one agency, month, sender class and matter come to, those still open left out (derived).

    The numbers are those of `tally.Counts`; durations are working seconds.
    """

    __tablename__ = "figure"
    __table_args__ = (Index("ix_figure_month_agency_code", "month", "agency_code"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # of receipt, YYYYMM in Vietnam's time
    sender_class: Mapped[str] = mapped_column(String(10), primary_key=True)
    matter: Mapped[str] = mapped_column(String(MATTER_LENGTH), primary_key=True)
    answered: Mapped[int]
    closed: Mapped[int]
    elsewhere: Mapped[int]
    reopened: Mapped[int]
    undated: Mapped[int]
    passed_on: Mapped[int]
    no_answer: Mapped[int]
    returned: Mapped[int]
    merged: Mapped[int]
    own_seconds: Mapped[int]
    sender_seconds: Mapped[int]
    other_seconds: Mapped[int]
    median_seconds: Mapped[int | None]  # exact, while no letter of the group is open
    p90_seconds: Mapped[int | None]
    waits: Mapped[bytes]  # histogram.Histogram
    dues: Mapped[bytes]  # on_time.Dues


class StaleFigures(Base):
    """Months of an agency whose figures are to be counted anew."""

    __tablename__ = "stale_figures"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    marks: Mapped[int]  # how often it was marked; whoever marks it waits for whoever is counting


class LetterReference(Base):
    """The code under which a citizen asks for a letter's state. Issued once, kept over every recomputation."""

    __tablename__ = "letter_reference"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    code: Mapped[str] = mapped_column(String(REFERENCE_CODE_LENGTH), unique=True)
    issued_at: Mapped[datetime]


class LetterToken(Base):
    """Opens a letter's status page, with its code. Each mail of ours carries one of its own; only hashes are kept."""

    __tablename__ = "letter_token"
    __table_args__ = (
        Index("ix_letter_token_mail_id", "mail_id"),
        Index("ix_letter_token_correspondence_id", "correspondence_id"),
    )

    token_hash: Mapped[str] = mapped_column(String(TOKEN_HASH_LENGTH), primary_key=True)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    mail_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH))  # Message-ID of the mail that carries it
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
    """A mail of ours on its way. The claim is committed before the SMTP dialogue; see backend.worker.outbox.

    `kind` is a `NoticeKind`; `data` holds what the mail says beside what the letter's row says, no word of a letter.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_not_before", "state", "not_before"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    kind: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]]
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), unique=True)
    recipient: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH))  # null once nothing more is to be sent
    state: Mapped[str] = mapped_column(String(10))  # OutboxState
    attempts: Mapped[int]
    not_before: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(60))  # SMTP reply code or the name of what failed


class EscalationTold(Base):
    """That an agency's people were told how far something due had come. The key decides who of several workers tells;
    a term that moved is told anew."""

    __tablename__ = "escalation_told"

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)  # DueKind
    level: Mapped[str] = mapped_column(String(10), primary_key=True)  # Level
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    told_at: Mapped[datetime]


class UrgentAlert(Base):
    """That whoever is on duty was alerted to an urgent paper, once a letter, and how the call to the gateway that rings
    them stands. `state`: an `OutboxState`, "" where no gateway is configured."""

    __tablename__ = "urgent_alert"
    __table_args__ = (Index("ix_urgent_alert_state_not_before", "state", "not_before"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    correspondence_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    alerted_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int]
    not_before: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(60))  # HTTP status or the name of what failed


class SourcePosition(Base):
    """How far a source has been read; stored in the transaction that stores what was read there."""

    __tablename__ = "source_position"

    name: Mapped[str] = mapped_column(String(SOURCE_LENGTH), primary_key=True)
    position: Mapped[str] = mapped_column(String(400))
    sequence: Mapped[int]  # the last sequence number given to a fact of this source
    read_at: Mapped[datetime]
