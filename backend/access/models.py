"""Tables of signing in: webmails we trust, bearers, page sessions (hashed), tokens used, accounts for emergencies."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.db.base import ADDRESS_LENGTH, AGENCY_CODE_LENGTH, Base
from backend.db.ids import ID_LENGTH, new_id

WEBMAIL_LENGTH = 64
HASH_LENGTH = 64  # SHA-256 in hex
VERSION_LENGTH, BROWSER_LENGTH = 32, 10
PATH_LENGTH = 1000
ACCOUNT_LENGTH = 40
REASON_LENGTH = 200


class Webmail(Base):
    """A Roundcube (or other webmail) whose plugin may vouch for its log-ins. `public_key`: Ed25519, base64url."""

    __tablename__ = "webmail"

    id: Mapped[str] = mapped_column(String(WEBMAIL_LENGTH), primary_key=True)
    public_key: Mapped[str] = mapped_column(String(43))
    registered_at: Mapped[datetime]


class SignInSession(Base):
    """A bearer of the plugin, of a page's script, or of the extension whose session `extension_id` names; only its
    hash is kept."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index(None, "expires_at"), Index(None, "extension_id"))

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    expires_at: Mapped[datetime]
    extension_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class PageSession(Base):
    """Somebody signed in to our pages: the hash of their cookie's token, and how they signed in.

    Of a provider only hashes of its subject and session are kept; `sealed` holds its tokens under a key that is made
    from the cookie's token, which no table holds.
    """

    __tablename__ = "page_session"
    __table_args__ = (Index(None, "ends_at"), Index(None, "subject_hash"), Index(None, "provider_session_hash"))

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    way: Mapped[str] = mapped_column(String(10))  # SignInWay
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))  # of the mail server; for emergencies the account's name
    idle_until: Mapped[datetime]
    ends_at: Mapped[datetime]  # whatever is done with it
    claimed_roles: Mapped[list[str]]  # what the provider allows at most (or the account); empty for a mailbox's log-in
    claimed_agencies: Mapped[list[str]]
    subject_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    provider_session_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    sealed: Mapped[str | None]
    vouched_at: Mapped[datetime | None]  # when the provider last said who this is
    asked_at: Mapped[datetime | None]  # when it was last asked


class ExtensionCode(Base):
    """Somebody let an extension in and it has not come for its tokens yet. `challenge`: SHA-256 of a secret only that
    extension has (RFC 7636). The rest is the page session's, and goes on into the extension's."""

    __tablename__ = "extension_code"
    __table_args__ = (Index(None, "expires_at"),)

    code_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    challenge: Mapped[str] = mapped_column(String(43))
    version: Mapped[str] = mapped_column(String(VERSION_LENGTH))
    browser: Mapped[str] = mapped_column(String(BROWSER_LENGTH))
    way: Mapped[str] = mapped_column(String(10))  # SignInWay
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    claimed_roles: Mapped[list[str]]
    claimed_agencies: Mapped[list[str]]
    subject_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    provider_session_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    expires_at: Mapped[datetime]


class ExtensionSession(Base):
    """An extension that works as somebody: everything that came of one sign-in (a family of tokens).

    A refresh token is "family.turn": `family_hash` finds the row, `refresh_hash` is that of the one token that is good.
    """

    __tablename__ = "extension_session"
    __table_args__ = (
        *(Index(None, column) for column in ("login", "ends_at", "subject_hash", "provider_session_hash")),
        Index(None, "family_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True, default=new_id)
    family_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    refresh_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    version: Mapped[str] = mapped_column(String(VERSION_LENGTH))
    browser: Mapped[str] = mapped_column(String(BROWSER_LENGTH))
    way: Mapped[str] = mapped_column(String(10))  # SignInWay
    login: Mapped[str] = mapped_column(String(ADDRESS_LENGTH))
    claimed_roles: Mapped[list[str]]
    claimed_agencies: Mapped[list[str]]
    subject_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    provider_session_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    started_at: Mapped[datetime]
    refreshed_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class SignInAttempt(Base):
    """Somebody was sent to the provider and may come back once. `browser_hash`: of that browser's own cookie."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "expires_at"),)

    state_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    browser_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    path: Mapped[str] = mapped_column(String(PATH_LENGTH))  # of our own pages: where to go afterwards
    expires_at: Mapped[datetime]


class UsedToken(Base):
    """A token that was exchanged (of a webmail, or one that ends sessions): not again until it has expired."""

    __tablename__ = "used_token"
    __table_args__ = (Index(None, "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), primary_key=True)
    expires_at: Mapped[datetime]


class EmergencyAccount(Base):
    """A way in for an administrator while provider or mail server are down: one sign-in, before `expires_at`."""

    __tablename__ = "emergency_account"

    name: Mapped[str] = mapped_column(String(ACCOUNT_LENGTH), primary_key=True)
    password_hash: Mapped[str] = mapped_column(String(200))  # Argon2id, PHC string
    agency_code: Mapped[str] = mapped_column(String(AGENCY_CODE_LENGTH))  # IT administrator of it and all below it
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
