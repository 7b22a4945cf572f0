"""Tables of sign-in. Of every token only its SHA-256 is kept."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, Base
from backend.db.ids import ID_LENGTH

TOKEN_HASH_LENGTH = 64  # SHA-256, hexadecimal


class Webmail(Base):
    """A webmail whose PHP side may sign officials in. `public_key` is its Ed25519 key as a JWK."""

    __tablename__ = "webmail"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    public_key: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class PluginSession(Base):
    """An opaque bearer of the plugin, 15 minutes."""

    __tablename__ = "plugin_session"

    token_hash: Mapped[str] = mapped_column(String(TOKEN_HASH_LENGTH), primary_key=True)
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    webmail_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class UsedTokenId(Base):
    """A `jti` that was exchanged; the primary key refuses the second time."""

    __tablename__ = "used_token_id"
    __table_args__ = (Index("ix_used_token_id_expires_at", "expires_at"),)

    webmail_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    token_id: Mapped[str] = mapped_column(String(320), primary_key=True)
    expires_at: Mapped[datetime]


class WebSession(Base):
    """A signed-in visit to our own pages (cookie)."""

    __tablename__ = "web_session"

    token_hash: Mapped[str] = mapped_column(String(TOKEN_HASH_LENGTH), primary_key=True)
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    form_key_hash: Mapped[str] = mapped_column(String(TOKEN_HASH_LENGTH))  # what forms of this visit must carry
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
