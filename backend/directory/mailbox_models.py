"""Tables of mailboxes: the official ones with their other addresses, officials' private ones, those of businesses.

Two times stand side by side: the days from and to which a decision makes an address the official one, and the instants
at which this system was told (Luật 20/2023 Điều 17: the designated system).
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, Base
from backend.db.ids import ID_LENGTH
from backend.directory.agency_models import DECISION_LENGTH, NAME_LENGTH


class Mailbox(Base):
    """An official mailbox. Publishing it is what makes it the agency's designated system (Luật 20/2023 Điều 17)."""

    __tablename__ = "mailbox"

    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), index=True)
    kind: Mapped[str] = mapped_column(String(10))  # MailboxKind
    display: Mapped[str] = mapped_column(String(NAME_LENGTH), default="", server_default="")  # "Bộ phận Một cửa"
    published_at: Mapped[datetime | None]  # when this system was told
    withdrawn_at: Mapped[datetime | None]  # when this system was told
    published_from: Mapped[date | None]  # by decision; None: as of published_at
    published_to: Mapped[date | None]  # by decision the first day on which it is no longer the official one
    decision_number: Mapped[str | None] = mapped_column(String(DECISION_LENGTH))


class MailboxAlias(Base):
    """Another address that ends in the same mailbox: @backan.gov.vn after the provinces became one."""

    __tablename__ = "mailbox_alias"

    alias: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    address: Mapped[str] = mapped_column(ForeignKey("mailbox.address"), primary_key=True, index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which it no longer works


class LoginMailbox(Base):
    """A log-in of the mail server speaks for a mailbox."""

    __tablename__ = "login_mailbox"

    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    address: Mapped[str] = mapped_column(ForeignKey("mailbox.address"), primary_key=True, index=True)


class PrivateAddress(Base):
    """A private address of an official, entered by the agency, so that a letter to it can be offered the official
    one instead (Chỉ thị, khoản 1 điểm a)."""

    __tablename__ = "private_address"

    address: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    official_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("official.id"), index=True)


class BusinessAddress(Base):
    """An address, or "@domain", that an agency knows to be a business's. Anyone else who writes is a citizen."""

    __tablename__ = "business_address"

    pattern: Mapped[str] = mapped_column(String(ADDRESS_LENGTH), primary_key=True)  # lower case
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
