"""Tables of what both gates said and what officials declared. Never a name, subject or content; a marked file
leaves no fingerprint either (contract 3)."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, FINGERPRINT_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

BUNDLE_LENGTH = 40
CODE_LENGTH = 8


class BrowserVerdict(Base):
    """What the browser's gate said about one file. `fingerprint` is null for a marked one."""

    __tablename__ = "browser_verdict"
    __table_args__ = (
        Index("ix_browser_verdict_login_fingerprint_at", "login", "fingerprint", "at"),
        Index("ix_browser_verdict_at", "at"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    at: Mapped[datetime]  # when the report arrived
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    fingerprint: Mapped[str | None] = mapped_column(String(FINGERPRINT_LENGTH))
    action: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(20))
    rules: Mapped[list[str]]
    bundle: Mapped[str] = mapped_column(String(BUNDLE_LENGTH))
    obligation: Mapped[str | None] = mapped_column(String(20))
    kind: Mapped[str | None] = mapped_column(String(20))
    elapsed_ms: Mapped[int]


class GateCheck(Base):
    """What the mail server's gate said about one attachment of an accepted submission, and its partner's id."""

    __tablename__ = "gate_check"
    __table_args__ = (
        Index("ix_gate_check_agency_code_at", "agency_code", "at"),
        Index("ix_gate_check_partner_id_at", "partner_id", "at"),
    )

    verdict_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(FINGERPRINT_LENGTH), primary_key=True)
    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    action: Mapped[str] = mapped_column(String(10))
    bundle: Mapped[str] = mapped_column(String(BUNDLE_LENGTH))
    from_webmail: Mapped[bool]
    partner_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))  # browser_verdict.id
    earlier: Mapped[str | None] = mapped_column(String(FINGERPRINT_LENGTH))  # by the key before, while two overlapped


class Declaration(Base):
    """A named person says of one file (by fingerprint) why it may go; stands for its log-in until `expires_at`."""

    __tablename__ = "declaration"
    __table_args__ = (Index("ix_declaration_login_fingerprint_expires_at", "login", "fingerprint", "expires_at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    fingerprint: Mapped[str] = mapped_column(String(FINGERPRINT_LENGTH))
    reason: Mapped[str] = mapped_column(String(20))  # DeclarationReason
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    way: Mapped[str] = mapped_column(String(10))  # DeclarationWay
    declared_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class DeclarationRequest(Base):
    """The mail server's gate stopped a submission that only a declaration can let pass; its sender holds the code."""

    __tablename__ = "declaration_request"

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), index=True)
    verdict_id: Mapped[str] = mapped_column(String(20))
    bundle: Mapped[str] = mapped_column(String(BUNDLE_LENGTH))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    confirmed_at: Mapped[datetime | None]


class RequestedFile(Base):
    """A file of a request: what it is, not what it is called."""

    __tablename__ = "requested_file"
    __table_args__ = (ForeignKeyConstraint(["code"], ["declaration_request.code"], ondelete="CASCADE"),)

    code: Mapped[str] = mapped_column(String(CODE_LENGTH), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(FINGERPRINT_LENGTH), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))  # FileState.state


class Clearance(Base):
    """Two named people let one marked file of an agency pass, from `approved_at` to `valid_until`."""

    __tablename__ = "clearance"
    __table_args__ = (
        Index("ix_clearance_agency_code_entered_at", "agency_code", "entered_at"),
        Index("ix_clearance_valid_until", "valid_until"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    fingerprint: Mapped[str] = mapped_column(String(FINGERPRINT_LENGTH))
    decision_number: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date]
    valid_until: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(ID_LENGTH))  # official.id
    entered_login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    entered_at: Mapped[datetime]
    approved_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    approved_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    revoked_at: Mapped[datetime | None]


class FalseAlarm(Base):
    """How it looked where a rule matched wrongly: numbers and closed words, nothing of the paper, nobody's name."""

    __tablename__ = "false_alarm"
    __table_args__ = (Index("ix_false_alarm_at", "at"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    at: Mapped[datetime]
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))
    rule: Mapped[str] = mapped_column(String(100))
    bundle: Mapped[str] = mapped_column(String(100))
    place: Mapped[str] = mapped_column(String(100))  # Where
    reason: Mapped[str] = mapped_column(String(20))  # AlarmReason
    containers: Mapped[list[str]]
    charset: Mapped[str] = mapped_column(String(100))
    words_on_line: Mapped[int]
    line: Mapped[int]
    lines_on_page: Mapped[int]
    page: Mapped[int]
    pages: Mapped[int]
