"""Tables of the directory's history: append only, each change hashed over the one before, hashes signed (ADR 0010)."""

from datetime import date, datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH
from backend.directory.agency_models import DECISION_LENGTH

HASH_LENGTH = 64  # hex digits of a SHA-256
KEY_ID_LENGTH = 43  # a JWK thumbprint, RFC 7638
SIGNATURE_LENGTH = 86  # base64url of 64 bytes


class DirectoryRevision(Base):
    """One row: how often the directory has changed; the worker rewrites gate.json when it moves."""

    __tablename__ = "directory_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    changed_at: Mapped[datetime]


class DirectoryChange(Base):
    """One row of one table as it was before and after, in canonical JSON; None where there was or is no such row.

    `seq` counts from 1 without a gap. `valid_from`: the day from which the change holds, where the row says one.
    """

    __tablename__ = "directory_change"
    __table_args__ = (
        Index("ix_directory_change_entity_key", "entity", "key"),
        Index("ix_directory_change_agency_code_seq", "agency_code", "seq"),
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    revision: Mapped[int]
    at: Mapped[datetime]
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # by whom; empty: a command
    person_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    entity: Mapped[str] = mapped_column(String(20))  # name of the table
    key: Mapped[str] = mapped_column(Text)  # its key; several columns as a JSON list
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))  # whose row it is; empty: nobody's
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    valid_from: Mapped[date | None]
    decision_number: Mapped[str | None] = mapped_column(String(DECISION_LENGTH))
    previous_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))  # of the change before; "" of the first
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))


class DirectorySignature(Base):
    """An Ed25519 signature over the hash of the change `seq`, and so over every change up to it. The last change of a
    revision has one; a long revision has more, so that a proof of one change stays short."""

    __tablename__ = "directory_signature"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    key_id: Mapped[str] = mapped_column(String(KEY_ID_LENGTH))
    signature: Mapped[str] = mapped_column(String(SIGNATURE_LENGTH))
    signed_at: Mapped[datetime]
