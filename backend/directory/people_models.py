"""Tables of officials and of what they are charged with."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id
from backend.directory.agency_models import DECISION_LENGTH, NAME_LENGTH, PHONE_LENGTH


class Official(Base):
    """A person in office at one agency, with the log-in used for official mail. Two people may share one log-in.

    Whoever moves to another agency ends here and begins there; `staff_number` says that both are one person.
    """

    __tablename__ = "official"
    __table_args__ = (Index("ix_official_agency_code_name", "agency_code", "name"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    post: Mapped[str] = mapped_column(String(NAME_LENGTH))
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    login: Mapped[str | None] = mapped_column(String(ADDRESS_LENGTH), index=True)
    phone: Mapped[str] = mapped_column(String(PHONE_LENGTH), default="", server_default="")
    competent: Mapped[bool] = mapped_column(default=False, server_default="0")  # có thẩm quyền: the box is public (1.d)
    staff_number: Mapped[str | None] = mapped_column(String(40), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]  # the first day on which no longer in this office


class RoleAssignment(Base):
    """Who is charged with what, where, from when to when, by which decision. The same may be held twice in time."""

    __tablename__ = "role_assignment"
    __table_args__ = (Index("ix_role_assignment_agency_code_role", "agency_code", "role"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    official_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("official.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))  # OfficialRole
    agency_code: Mapped[str] = mapped_column(ForeignKey("agency.code"))
    delegator_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), ForeignKey("official.id"))  # for whom
    scope: Mapped[str] = mapped_column(String(NAME_LENGTH), default="", server_default="")  # what was delegated
    decision_number: Mapped[str | None] = mapped_column(String(DECISION_LENGTH))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
