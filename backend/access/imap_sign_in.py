"""A mailbox's own log-in, tried over IMAP, proves who confirms (RFC 9051 section 6.2.3). Nothing is read or kept."""

import asyncio
import ssl

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from backend.errors import Unavailable
from backend.settings import Settings

PASSWORD_LIMIT_CHARACTERS = 1024


class ImapSignIn:
    """Asks the province's own IMAP server, over TLS where the settings say so."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def accepts(self, login: str, password: str, client: str) -> bool:
        """Whether the server lets this log-in in.

        `client`: the address of who tries (may be empty). The server is told, so that one who guesses delays only
        himself (Dovecot: `login_trusted_networks` has to name this machine).

        Raises:
            Unavailable: the server does not answer in time or breaks off.
        """
        if not _speakable(login) or not _speakable(password):
            return False
        timeout_seconds = self._settings.sign_in_timeout_seconds
        try:
            async with asyncio.timeout(timeout_seconds + 1):
                return await asyncio.to_thread(self._try, login, password, client)
        except (OSError, TimeoutError, IMAPClientError) as error:
            raise Unavailable("the mail server does not answer", code="mail_server_unavailable") from error

    def _try(self, login: str, password: str, client: str) -> bool:
        settings = self._settings
        context = ssl.create_default_context() if settings.sign_in_imap_tls else None
        with IMAPClient(
            settings.sign_in_imap_host,
            port=settings.sign_in_imap_port,
            ssl=settings.sign_in_imap_tls,
            ssl_context=context,
            timeout=settings.sign_in_timeout_seconds,
        ) as connection:
            try:
                if client and connection.has_capability("ID"):
                    connection.id_({"x-originating-ip": client})  # RFC 2971
                connection.plain_login(login, password)  # SASL PLAIN is UTF-8 (RFC 4616); LOGIN is ASCII only
            except LoginError as error:
                if isinstance(error.__context__, IMAPClientAbortError) or "[UNAVAILABLE]" in str(error):
                    raise OSError("the mail server broke off") from error
                return False
            return True


def _speakable(secret: str) -> bool:
    """Neither empty nor able to break out of an IMAP command line."""
    return 0 < len(secret) <= PASSWORD_LIMIT_CHARACTERS and not any(sign in secret for sign in "\r\n\0")
