"""Tables of issued documents, of the register of outgoing papers, of browsers in which our gate stands,
and of checks of a mailbox that somebody declared.

No subject, no file name. Of a line of Nơi nhận its words are kept where it names an agency; a person's name is not. A
register row of a paper that is not ordinary never comes here (register_file)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.compliance.charset_models import CharsetDay as CharsetDay
from backend.compliance.check_models import MailboxCount as MailboxCount
from backend.compliance.check_models import MailboxDay as MailboxDay
from backend.compliance.check_models import MailboxReminder as MailboxReminder
from backend.compliance.course_models import CourseSeat as CourseSeat
from backend.compliance.course_models import TrainingCourse as TrainingCourse
from backend.compliance.duty_models import DutyHandover as DutyHandover
from backend.compliance.duty_models import DutyTurn as DutyTurn
from backend.compliance.duty_models import Incident as Incident
from backend.compliance.duty_models import IncidentNote as IncidentNote
from backend.compliance.numbering import SYMBOL_LIMIT
from backend.compliance.register_file import KIND_LIMIT
from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, FINGERPRINT_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

TEXT_LENGTH = 300
URL_LENGTH = 2000
MESSAGE_ID_LENGTH = 998  # a header line, RFC 5322 section 2.1.1
REASON_LENGTH = 15
VERSION_LENGTH = 32
CHECK_ID_LENGTH = 40

WANTED_LENGTH = 200  # characters of what somebody wants to stand there, or of an answer


def _of_document() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["agency_code", "document_id"], ["issued_document.agency_code", "issued_document.id"], ondelete="CASCADE"
    )


class IssuedDocument(Base):
    """A paper an agency issued by mail. Letters that carry it are found by its fingerprint, whoever sent them."""

    __tablename__ = "issued_document"
    __table_args__ = (
        Index("ix_issued_document_agency_code_fingerprint", "agency_code", "fingerprint", unique=True),
        Index("ix_issued_document_agency_code_issued_on", "agency_code", "issued_on"),
        Index("ix_issued_document_next_look_at", "next_look_at"),
    )

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(FINGERPRINT_LENGTH))
    symbol: Mapped[str] = mapped_column(String(SYMBOL_LIMIT))  # as numbering.Symbol writes it
    kind: Mapped[str] = mapped_column(String(KIND_LIMIT))
    issued_on: Mapped[date]
    pages: Mapped[int | None]
    copies: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    next_look_at: Mapped[datetime | None]  # by the worker; null once nothing more is expected


class IssuedLine(Base):
    """One recipient of an issued document, and why it gets no letter, if that was stated."""

    __tablename__ = "issued_line"
    __table_args__ = (_of_document(),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry: Mapped[int]  # which line of Nơi nhận
    text: Mapped[str] = mapped_column(String(TEXT_LENGTH))
    recipient_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))  # "" for none of the directory
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # "" for none
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))  # Reason, "" for none
    reason_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason_at: Mapped[datetime | None]


class IssuedMessage(Base):
    """A letter that carried an issued document."""

    __tablename__ = "issued_message"
    __table_args__ = (_of_document(),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(MESSAGE_ID_LENGTH), primary_key=True)
    found_at: Mapped[datetime]


class PublishedLink(Base):
    """Where an issued document stands for everybody to read, and what was found there."""

    __tablename__ = "published_link"
    __table_args__ = (_of_document(), Index("ix_published_link_next_check_at", "next_check_at"))

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    url: Mapped[str] = mapped_column(String(URL_LENGTH))
    state: Mapped[str] = mapped_column(String(15))  # LinkState
    key_mark: Mapped[str] = mapped_column(String(16))  # which key of fingerprints the last comparison went by
    checked_at: Mapped[datetime | None]
    next_check_at: Mapped[datetime]
    added_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    added_at: Mapped[datetime]


class RegisterEntry(Base):
    """A row of the register of outgoing papers. `mailable`: it names somebody outside the agency."""

    __tablename__ = "register_entry"
    __table_args__ = (Index("ix_register_entry_agency_code_issued_on", "agency_code", "issued_on"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    symbol: Mapped[str] = mapped_column(String(SYMBOL_LIMIT), primary_key=True)
    issued_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(KIND_LIMIT))
    copies: Mapped[int | None]
    mailable: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))  # Reason, "" for none
    reason_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    reason_at: Mapped[datetime | None]
    imported_at: Mapped[datetime]


class AddressConfirmation(Base):
    """That a published mailbox was asked in a quarter whether it is still read, and when somebody there said so."""

    __tablename__ = "address_confirmation"
    __table_args__ = (Index("ix_address_confirmation_quarter_address", "quarter", "address"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    quarter: Mapped[str] = mapped_column(String(6), primary_key=True)  # "2026Q4"
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class IssuanceCall(Base):
    """That another system is, or was, told of an event. The key decides that each is told once. `ordinal` 0: the whole
    document."""

    __tablename__ = "issuance_call"
    __table_args__ = (_of_document(), Index("ix_issuance_call_state_not_before", "state", "not_before"))

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    document_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    event: Mapped[str] = mapped_column(String(15), primary_key=True)  # Event
    at: Mapped[datetime]  # when it happened
    state: Mapped[str] = mapped_column(String(10))  # OutboxState
    attempts: Mapped[int]
    not_before: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(60))  # HTTP status or the name of what failed


class GuardingDevice(Base):
    """A browser in which our gate stands, as it last said so. Not whose: `device_hash` is of a random id that the
    browser made, together with the agency's code, and there is no moment but the day."""

    __tablename__ = "guarding_device"
    __table_args__ = (Index(None, "seen_on"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    device_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    gate: Mapped[str] = mapped_column(String(10))  # protection.Gate
    version: Mapped[str] = mapped_column(String(VERSION_LENGTH))
    browser: Mapped[str] = mapped_column(String(10))  # protection.Browser
    managed: Mapped[bool]  # a policy of the administrator holds it in place
    bundle: Mapped[str] = mapped_column(String(VERSION_LENGTH))  # "" for none
    bundle_issued_on: Mapped[date | None]
    hosts: Mapped[dict[str, Any]]  # kind of webmail: what its self-check missed, as codes
    seen_on: Mapped[date]  # in Vietnam


class DeclaredCheck(Base):
    """Somebody pressed "Đã kiểm tra": by name, and never changed. Whether it counts is for the calendar to say."""

    __tablename__ = "declared_check"
    __table_args__ = (Index("ix_declared_check_agency_code_declared_at", "agency_code", "declared_at"),)

    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    id: Mapped[str] = mapped_column(String(CHECK_ID_LENGTH), primary_key=True)  # the client's own
    mailbox: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    declared_at: Mapped[datetime]


class SubjectRequest(Base):
    """What a person asked about the data held on them, and what the data-protection officer said. Facts stay as they
    are: this stands beside them. `official_id` or `correspondent_id` says who asks; `wanted` is what should stand
    there."""

    __tablename__ = "subject_request"
    __table_args__ = (
        Index("ix_subject_request_agency_code_asked_at", "agency_code", "asked_at"),
        Index("ix_subject_request_official_id", "official_id"),
        Index("ix_subject_request_correspondent_id", "correspondent_id"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))  # whose officer decides
    asked_at: Mapped[datetime]
    about: Mapped[str] = mapped_column(String(20))  # About
    wanted: Mapped[str] = mapped_column(String(WANTED_LENGTH))
    official_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    correspondent_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    outcome: Mapped[str] = mapped_column(String(10), default="")  # Outcome; "" while nobody decided
    said: Mapped[str] = mapped_column(String(WANTED_LENGTH), default="")  # the officer's words to the person
    decided_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    decided_at: Mapped[datetime | None]


class SupportTicket(Base):
    """A difficulty told to the support desk. No words of anybody: kind and place are of closed lists."""

    __tablename__ = "support_ticket"
    __table_args__ = (
        Index("ix_support_ticket_login", "login"),
        Index("ix_support_ticket_agency_code_state_at", "agency_code", "state_at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    reference: Mapped[str] = mapped_column(String(10))  # named on the telephone and in the ticket's letter
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # the mailbox that is answered
    difficulty: Mapped[str] = mapped_column(String(20))  # Difficulty
    place: Mapped[str] = mapped_column(String(20))  # Place
    version: Mapped[str] = mapped_column(String(VERSION_LENGTH))  # of the product
    browser: Mapped[str] = mapped_column(String(VERSION_LENGTH))  # family and major version
    bundle: Mapped[str] = mapped_column(String(VERSION_LENGTH))  # "" where there is none
    opened_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(15))  # TicketState
    state_at: Mapped[datetime]
    handled_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # official.id


class GuideReading(Base):
    """Somebody said that they have read a guide. Others see how many of an agency, never who."""

    __tablename__ = "guide_reading"
    __table_args__ = (
        Index("ix_guide_reading_agency_code", "agency_code"),
        Index("ix_guide_reading_read_at", "read_at"),
    )

    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)
    guide: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    read_at: Mapped[datetime]
