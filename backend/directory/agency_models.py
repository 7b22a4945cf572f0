"""Tables of agencies: what they are and were, what became of them, which groups name them, what they are ready for."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import AGENCY_CODE_LENGTH, Base

NAME_LENGTH = 300
DECISION_LENGTH = 60
PHONE_LENGTH = 60
SOURCE_LENGTH = 200


class Agency(Base):
    """An agency or unit. `code` after QĐ 20/2020/QĐ-TTg Điều 4; it is also the distribution key of all facts."""

    __tablename__ = "agency"

    code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))  # today's; the others are AgencyName's
    kind: Mapped[str] = mapped_column(String(40))  # province_committee, department, commune, … open set, from the CSV
    parent: Mapped[str | None] = mapped_column(ForeignKey("agency.code"), index=True)
    symbol: Mapped[str] = mapped_column(String(10), default="")  # of its papers ("12/SKHCN-VP"), in capitals
    short_names: Mapped[list[str]] = mapped_column(default=list, server_default="[]")  # STTTT, Sở TT&TT
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), default="", server_default="")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which it no longer exists


class AgencyPastName(Base):
    """A name that an agency had, and that papers still carry. Days that nobody knows are None.

    Of two that cover a day the later begun one counts, so that a name borne twice is one row around the other.
    """

    __tablename__ = "agency_name"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which it no longer held


class AgencySuccession(Base):
    """What became of an agency: after a split there are several successors, after a merger several predecessors."""

    __tablename__ = "agency_succession"

    predecessor: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    successor: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(String(10))  # SuccessionKind
    on_date: Mapped[date | None]  # the first day of the successor's duty; None: nobody knows
    decision_number: Mapped[str | None] = mapped_column(String(DECISION_LENGTH))


class AgencyGroup(Base):
    """What "Nơi nhận" calls many agencies at once: "UBND các xã, phường"; "Các sở, ban, ngành"."""

    __tablename__ = "agency_group"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    spellings: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which nobody is meant by it any more


class AgencyGroupRule(Base):
    """Every agency of this kind under that agency, at any depth, belongs to the group while it exists."""

    __tablename__ = "agency_group_rule"

    group_code: Mapped[str] = mapped_column(ForeignKey("agency_group.code"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)  # Agency.kind
    under: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class AgencyGroupMember(Base):
    """An agency that is in the group by name, or, with `excluded`, is not in it although a rule says so."""

    __tablename__ = "agency_group_member"

    group_code: Mapped[str] = mapped_column(ForeignKey("agency_group.code"), primary_key=True)
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    excluded: Mapped[bool] = mapped_column(default=False, server_default="0")
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class AgencyReadiness(Base):
    """What an agency has of what the directive asks before mail is mandatory (Chỉ thị, khoản 1 điểm c)."""

    __tablename__ = "agency_readiness"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    item: Mapped[str] = mapped_column(String(20), primary_key=True)  # ReadinessItem
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))


class AgencyChannel(Base):
    """By which channel an agency takes papers of a kind from a day on; without a row, by mail."""

    __tablename__ = "agency_channel"

    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"), primary_key=True)
    document_kind: Mapped[str] = mapped_column(String(10), primary_key=True)  # contract 3's code; "" for all
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date | None]  # the first day on which it no longer holds
    channel: Mapped[str] = mapped_column(String(10))  # Channel
    source: Mapped[str] = mapped_column(String(SOURCE_LENGTH))
