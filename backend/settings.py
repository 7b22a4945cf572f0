"""Settings of one deployment: a TOML file, overridden by CONGVU_* variables; an unknown key is refused."""

import os
import tomllib
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.errors import UsageError
from backend.extension_addresses import is_origin, is_redirect
from backend.log_lines import LogFormat

PREFIX = "CONGVU_"
ENVIRONMENT_ONLY = frozenset({"oidc_client_secret"})  # a secret has no place in a file that people copy and mail
LOOPBACK = ("127.0.0.1", "::1", "localhost")


class WatchedMailbox(BaseModel):
    """A mailbox on a server that cannot take the milter, followed over IMAP: headers only."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mailbox: str  # its address in the directory
    host: str
    port: int = Field(default=993, ge=1, le=65535)
    tls: bool = True  # only on this machine itself may it be false
    user: str
    password_file: Path
    folder: str = "INBOX"
    sent_folder: str = ""  # where the webmail keeps what it sent; empty: answers are not seen

    @model_validator(mode="after")
    def _no_password_in_clear(self) -> Self:
        if not self.tls and self.host not in LOOPBACK:
            raise ValueError("a password goes over the network only with tls = true")
        return self


class Settings(BaseSettings):
    """Every key of `congvu.toml`. Sizes in bytes, times in seconds, as the names say."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    # the deployment
    state_dir: Path = Path("/var/lib/congvu")  # bundle.jws, gate.json, journal/, search/
    database_url: str = ""  # empty: SQLite in state_dir
    log_format: LogFormat = LogFormat.TEXT  # of the lines on standard error: text, or json, one object a line
    public_url: str = "http://127.0.0.1:8080"  # what links in mails and pages begin with

    # the province
    province_id: str = "thai-nguyen"  # stands in Cong-Vu-Verdict
    province_name: str = "tỉnh Thái Nguyên"
    province_domains: tuple[str, ...] = ("thainguyen.gov.vn",)

    support_address: str = ""  # the support desk's mailbox, named on pages that help; empty: there is none

    # what mail programs on a PC are told (autoconfig, autodiscover), TLS only; empty hosts: nothing
    client_imap_host: str = ""
    client_imap_port: int = Field(default=993, ge=1, le=65535)
    client_smtp_host: str = ""
    client_smtp_port: int = Field(default=465, ge=1, le=65535)

    # rules
    bundle_file: Path | None = None  # None: state_dir/bundle.jws
    trusted_keys: tuple[Path, ...] = ()  # Ed25519 public keys (JWK files); never taken from a bundle
    rule_approvals: int = Field(default=1, ge=1, le=2)  # people who must have signed; 2: one proposes, another approves

    rule_rollback_keys: tuple[Path, ...] = ()  # private keys for going back in one click at /quy-tac; none: by command

    # directory
    directory_key_file: Path | None = None  # private Ed25519 key that signs its history; None: state_dir/directory.key
    directory_trusted_keys: tuple[Path, ...] = ()  # public keys that its history is checked with; none: that key's

    # web
    host: str = "127.0.0.1"  # what `serve` listens on; --host and --port go before
    port: int = Field(default=8080, ge=1, le=65535)
    trusted_proxies: tuple[str, ...] = ("127.0.0.1",)  # whose X-Forwarded-For names the client
    webmail_origins: tuple[str, ...] = ()  # origins the plugin may call from
    graphql_free_form: bool = False  # off in production: persisted operations only
    graphql_requests_per_minute: int = Field(default=600, ge=1)  # of one log-in, which clerks may share; beyond it 429
    request_limit_bytes: int = 262_144  # a larger request body is answered 413
    page_requests_per_minute: int = Field(default=20, ge=1)  # of one client to /tra-cuu, /directory, log-ins
    gate_token_file: Path | None = None  # secret shared by milter and web; None: state_dir/gate.token
    sign_in_imap_host: str = "127.0.0.1"  # a mailbox's own log-in proves who confirms
    sign_in_imap_port: int = 143
    sign_in_imap_tls: bool = False
    sign_in_timeout_seconds: float = 20.0  # Dovecot makes whoever guesses wait up to 15 s
    metrics_token_file: Path | None = None  # who bears it may read /metrics; None: programs on this machine alone
    page_session_idle_seconds: int = Field(default=1800, ge=60)  # nobody's page stays signed in longer untouched
    page_session_lifetime_seconds: int = Field(default=28_800, ge=60)  # nor longer than this, whatever is done

    # the browser extension (docs/operations.md)
    extension_redirects: tuple[str, ...] = ()  # what `identity.getRedirectURL()` gives; none: nobody signs it in
    extension_origins: tuple[str, ...] = ()  # chrome-extension://… it may call from; Firefox needs none
    extension_files: Path | None = None  # folder of packed .crx and .xpi that browsers update from; None: no updates
    extension_session_days: int = Field(default=7, ge=1, le=90)  # then its official signs in again

    # sign-in by OpenID Connect (docs/operations.md); empty issuer: by mailbox only
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")  # CONGVU_OIDC_CLIENT_SECRET; refused in a settings file
    oidc_client_secret_file: Path | None = None
    oidc_hosts: tuple[str, ...] = ()  # host or host:port that discovery may name besides the issuer's own
    oidc_scopes: tuple[str, ...] = ("openid", "email", "profile")
    oidc_login_claim: str = "email"  # names the mailbox; "email" counts only with email_verified
    oidc_roles_claim: str = "roles"
    oidc_agency_claim: str = "agency"  # one code of the directory or a list
    oidc_role_names: dict[str, str] = {}  # the provider's name of a role: ours; names that are not here give nothing

    # milter
    milter_socket: Path | None = None  # None: state_dir/milter.sock
    milter_peer_users: tuple[str, ...] = ("postfix",)  # whom the mail server runs as: nobody else may speak to us
    backend_url: str = ""  # where the milter asks for declarations; empty: public_url
    append_socket: Path | None = None  # where Dovecot asks about stored messages; None: it does not
    append_peer_users: tuple[str, ...] = ("mail", "vmail")  # whom Dovecot's imap processes run as
    notice_sender: str = ""  # header From of notices to officials; empty: khong-tra-loi@ the province's first domain
    declaration_timeout_seconds: float = 2.0
    inbound_refuse_marked: bool = True
    extractor_processes: int = 0  # 0: one a core
    extractor_memory_bytes: int = 1_500_000_000
    extractor_timeout_seconds: float = 20.0
    authentication_server_id: str = ""  # authserv-id whose Authentication-Results we believe; empty: none

    # worker
    # Of several mail servers each has a number, and a worker beside it that reads its journal and logs and sends by it;
    # 0 where there is one.
    mail_server: int = Field(default=0, ge=0, le=999)
    postfix_log: Path | None = None
    postfix_log_zone: str = "Asia/Ho_Chi_Minh"  # of stamps that name none (traditional syslog): the mail server's own
    watch: tuple[WatchedMailbox, ...] = ()  # [[watch]] tables: mailboxes followed over IMAP
    dovecot_events: Path | None = None  # Dovecot's log with mail_log's lines; stamps as in postfix_log_zone
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 25
    acknowledgement_sender: str = ""  # header From of acknowledgements; empty: the addressed mailbox
    acknowledgements_per_sender_per_day: int = 5
    alert_webhook: str = (
        ""  # what rings whoever is on duty, told of urgent papers; https, or http on loopback; empty: none
    )
    alert_webhook_secret_file: Path | None = None  # signs the calls; needed with alert_webhook
    canary_mailbox: str = ""  # nobody's box in the province's domains: gets a test letter each hour; empty: none
    issuance_webhook: str = (
        ""  # told when an issued paper is delivered, registered, answered, recalled; as alert_webhook
    )
    issuance_webhook_secret_file: Path | None = None
    confirm_addresses: bool = False  # ask published mailboxes once a quarter, by mail, whether they are still read
    report_agency: str = ""  # code of the agency that reports to the province's committee; empty: the one above all
    report_inputs: Path | None = None  # prices, outages, targets for its report; None: rules/reports/inputs.toml
    link_hosts: tuple[str, ...] = ()  # host or host:port of portals inside the network whose links may be looked at

    @field_validator("postfix_log_zone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError("no such time zone") from error
        return name

    @model_validator(mode="after")
    def _canary_stays_inside(self) -> Self:
        """One of its letters bears a sample mark: it goes nowhere else, whatever fails."""
        local, _, domain = self.canary_mailbox.rpartition("@")
        inside = domain in {one.lower() for one in self.province_domains}
        if self.canary_mailbox and not (local and inside and self.canary_mailbox == self.canary_mailbox.lower()):
            raise ValueError("canary_mailbox: an address in small letters in one of province_domains is needed")
        return self

    @field_validator("alert_webhook", "issuance_webhook")
    @classmethod
    def _webhook_is_safe(cls, url: str) -> str:
        """Names only: nothing is looked up here."""
        parts = urlsplit(url)
        if url and (not _is_safe(url) or parts.username is not None):
            raise ValueError("an https address is needed (http on loopback only), without a log-in in it")
        return url

    @model_validator(mode="after")
    def _provider_is_complete(self) -> Self:
        if not self.oidc_issuer:
            return self
        parts = urlsplit(self.oidc_issuer)
        if not _is_safe(self.oidc_issuer) or parts.username is not None or parts.query or parts.fragment:
            raise ValueError("oidc_issuer: an https address is needed (http on loopback only), without log-in or query")
        if not _is_safe(self.public_url):
            raise ValueError("oidc_issuer needs an https public_url: a cookie and a code travel to it")
        if not self.oidc_client_id:
            raise ValueError("oidc_issuer needs oidc_client_id")
        if bool(self.oidc_client_secret.get_secret_value()) == (self.oidc_client_secret_file is not None):
            raise ValueError("oidc_issuer needs one of oidc_client_secret_file and CONGVU_OIDC_CLIENT_SECRET")
        return self

    @field_validator("extension_redirects")
    @classmethod
    def _redirects_are_extensions(cls, addresses: tuple[str, ...]) -> tuple[str, ...]:
        if not all(is_redirect(address) for address in addresses):
            raise ValueError(
                "https://<id>.chromiumapp.org/…, https://<hash>.extensions.allizom.org/… or "
                "http://127.0.0.1/mozoauth2/<hash> are the addresses browsers give to extensions"
            )
        return addresses

    @field_validator("extension_origins")
    @classmethod
    def _origins_are_extensions(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if not all(is_origin(origin) for origin in origins):
            raise ValueError("chrome-extension://<id> or moz-extension://<uuid>, without a path")
        return origins

    @model_validator(mode="after")
    def _extension_is_safe(self) -> Self:
        if self.extension_redirects and not _is_safe(self.public_url):
            raise ValueError("extension_redirects needs an https public_url: a cookie and a code travel to it")
        return self

    @model_validator(mode="after")
    def _webhook_has_its_secret(self) -> Self:
        if self.alert_webhook and self.alert_webhook_secret_file is None:
            raise ValueError("alert_webhook needs alert_webhook_secret_file")
        if self.issuance_webhook and self.issuance_webhook_secret_file is None:
            raise ValueError("issuance_webhook needs issuance_webhook_secret_file")
        return self

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.state_dir / 'congvu.db'}"

    @property
    def bundle(self) -> Path:
        return self.bundle_file or self.state_dir / "bundle.jws"

    @property
    def gate_file(self) -> Path:
        return self.state_dir / "gate.json"

    @property
    def gate_token(self) -> Path:
        return self.gate_token_file or self.state_dir / "gate.token"

    @property
    def directory_key(self) -> Path:
        return self.directory_key_file or self.state_dir / "directory.key"

    @property
    def directory_trust(self) -> tuple[Path, ...]:
        return self.directory_trusted_keys or (self.directory_key.with_name(self.directory_key.name + ".pub"),)

    @property
    def journal_dir(self) -> Path:
        return self.state_dir / "journal"

    @property
    def socket(self) -> Path:
        return self.milter_socket or self.state_dir / "milter.sock"

    @property
    def notice_from(self) -> str:
        return self.notice_sender or f"khong-tra-loi@{self.province_domains[0]}"

    @property
    def milter_backend_url(self) -> str:
        return self.backend_url or self.public_url

    @classmethod
    def load(cls, file: Path | None = None) -> Self:
        """Read the file named, else $CONGVU_SETTINGS, else defaults.

        Raises:
            UsageError: the file is no TOML, a key is unknown, or a value does not fit.
            OSError: the file cannot be opened.
        """
        chosen = file or (Path(os.environ["CONGVU_SETTINGS"]) if "CONGVU_SETTINGS" in os.environ else None)
        try:
            values = tomllib.loads(chosen.read_text(encoding="utf-8")) if chosen else {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise UsageError(f"{chosen}: {error}") from error
        _refuse_unknown_variables(set(cls.model_fields))
        for key in sorted(ENVIRONMENT_ONLY & values.keys()):
            raise UsageError(f"{chosen}: {key}: belongs into the environment or a file of its own, never here")
        from_environment = {name: None for name in cls.model_fields if PREFIX + name.upper() in os.environ}
        try:
            return cls(**{key: value for key, value in values.items() if key not in from_environment})
        except ValidationError as error:
            raise _as_usage_error(error, str(chosen or "settings")) from error

    def changed(self, **values: object) -> Self:
        """The same settings with what a command line names instead; None leaves a value as it is.

        Raises:
            UsageError: a value does not fit.
        """
        given = {name: value for name, value in values.items() if value is not None}
        try:
            return type(self).model_validate({**self.model_dump(), **given})
        except ValidationError as error:
            raise _as_usage_error(error, "command line") from error


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def _as_usage_error(error: ValidationError, place: str) -> UsageError:
    first = error.errors()[0]
    key = ".".join(str(piece) for piece in first["loc"])
    return UsageError(f"{place}: {key}: {first['msg']}")


def _refuse_unknown_variables(fields: set[str]) -> None:
    known = {PREFIX + name.upper() for name in fields} | {"CONGVU_SETTINGS"}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise UsageError(f"{unknown[0]}: no such setting")
