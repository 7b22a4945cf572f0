"""Tables of signing in: webmails we trust, bearers and page sessions (hashed), tokens already used."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, Base

WEBMAIL_LENGTH = 64
HASH_LENGTH = 64  # SHA-256 in hex


class Webmail(Base):
    """A Roundcube (or other webmail) whose plugin may vouch for its log-ins. `public_key`: Ed25519, base64url."""

    __tablename__ = "webmail"

    id: Mapped[str] = mapped_column(String(WEBMAIL_LENGTH), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(43))
    registered_at: Mapped[datetime]


class SignInSession(Base):
    """A bearer of the plugin or the cookie of a page; which of both `kind` says. Only the hash of either is kept."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    expires_at: Mapped[datetime]


class UsedToken(Base):
    """A webmail's token that was exchanged: not again until it has expired. `token_hash`: webmail and jti."""

    __tablename__ = "used_token"
    __table_args__ = (Index(None, "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    expires_at: Mapped[datetime]
