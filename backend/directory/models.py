"""Tables of the official directory. Agencies merge and are renamed: every row that may end says from when to when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

NAME_LENGTH = 300


class Agency(Base):
    """An agency or unit. `code` after QĐ 20/2020/QĐ-TTg Điều 4; it is also the distribution key of all facts."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    kind: Mapped[str] = mapped_column(String(40))  # province_committee, department, commune, … open set, from the CSV
    parent: Mapped[str | None] = mapped_column(ForeignKey("agency.code"), index=True)
    symbol: Mapped[str] = mapped_column(String(10), default="")  # of its papers ("12/SKHCN-VP"), in capitals
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which it no longer exists
    successor: Mapped[str | None] = mapped_column(ForeignKey("agency.code"))


class FormerName(Base):
    """A name that papers still carry."""

    __tablename__ = "former_name"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)


class Mailbox(Base):
    """An official mailbox. Publishing it is what makes it the agency's designated system (Luật 20/2023 Điều 17)."""

    __tablename__ = "mailbox"

    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # MailboxKind
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class LoginMailbox(Base):
    """A log-in of the mail server speaks for a mailbox."""

    __tablename__ = "login_mailbox"

    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    address: Mapped[str] = mapped_column(ForeignKey("mailbox.address"), primary_key=True, index=True)


class Official(Base):
    """A person in office, with the log-in used for official mail. Two people may share one log-in."""

    __tablename__ = "official"
    __table_args__ = (Index("ix_official_agency_code_name", "agency_code", "name"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    post: Mapped[str] = mapped_column(String(NAME_LENGTH))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    login: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH), index=True)
    valid_to: Mapped[date | None]


class PrivateAddress(Base):
    """A private address of an official, entered by the agency, so that a letter to it can be offered the official
    one instead (Chỉ thị, khoản 1 điểm a)."""

    __tablename__ = "private_address"

    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    official_id: Mapped[str] = mapped_column(ForeignKey("official.id"), index=True)


class RoleAssignment(Base):
    """Who holds which role where, from when to when, by which decision."""

    __tablename__ = "role_assignment"

    official_id: Mapped[str] = mapped_column(ForeignKey("official.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)  # OfficialRole
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    decision_number: Mapped[str | None] = mapped_column(String(60))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class BusinessAddress(Base):
    """An address, or "@domain", that an agency knows to be a business's. Anyone else who writes is a citizen."""

    __tablename__ = "business_address"

    pattern: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))


class AgencyWeek(Base):
    """The working week an agency, and every one below it, keeps from a day on; without a row, the shipped default
    (rules/calendar). Which of several counts: backend.directory.working_calendar."""

    __tablename__ = "agency_week"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    season: Mapped[str] = mapped_column(String(12), primary_key=True, default="", server_default="")  # "04-16..10-15"
    valid_to: Mapped[date | None]  # the first day on which it no longer holds
    hours: Mapped[str] = mapped_column(String(400))  # "mon-fri 07:30-11:30 13:00-17:00", see backend.workingtime.week
    source: Mapped[str] = mapped_column(String(200))


class AgencyDay(Base):
    """A day that a decision sets apart for an agency and every one below it."""

    __tablename__ = "agency_day"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))  # SetDay
    hours: Mapped[str] = mapped_column(String(100))  # "07:30-11:30"; "" without hours of its own
    stands_for: Mapped[date | None]  # the day it was exchanged with
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    decision_number: Mapped[str] = mapped_column(String(60))
    entered_at: Mapped[datetime]


class AgencyChannel(Base):
    """By which channel an agency takes papers of a kind from a day on; without a row, by mail."""

    __tablename__ = "agency_channel"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    document_kind: Mapped[str] = mapped_column(String(10), primary_key=True)  # contract 3's code; "" for all
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]  # the first day on which it no longer holds
    channel: Mapped[str] = mapped_column(String(10))  # Channel
    source: Mapped[str] = mapped_column(String(200))


class DirectoryRevision(Base):
    """One row: how often the directory has changed; the worker rewrites gate.json when it moves."""

    __tablename__ = "directory_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    changed_at: Mapped[datetime]
