"""Sends what the worker composed, and says honestly what became of it."""

from dataclasses import dataclass
from enum import StrEnum

import aiosmtplib


class Outcome(StrEnum):
    """`in_doubt`: the server may or may not have taken it; look for its Message-ID before trying again."""

    SENT = "sent"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True, slots=True)
class Delivery:
    """`code` is the server's last reply, None when there was none; `reason` never repeats the server's text."""

    outcome: Outcome
    code: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class MailServer:
    host: str
    port: int
    timeout_seconds: float = 30.0


async def send(server: MailServer, message: bytes, recipient: str, sender: str = "") -> Delivery:
    """Hand one composed message (CRLF lines, its Message-ID inside) to the server for one recipient.

    `sender` is the envelope's; "" is the null sender, which automatic answers must have (RFC 3834, section 3.3).
    Never raises for what the network or the server does.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host, port=server.port, timeout=server.timeout_seconds, start_tls=False, use_tls=False
    )
    try:
        refused = await _open(client, recipient, sender)
        return refused or await _hand_over(client, message)
    finally:
        client.close()


async def _open(client: aiosmtplib.SMTP, recipient: str, sender: str) -> Delivery | None:
    """Everything before the message itself: whatever fails here, nothing was taken."""
    try:
        await client.connect()
        await client.mail(sender)
        await client.rcpt(recipient)
    except aiosmtplib.SMTPResponseException as error:
        return _refused(error.code, "envelope")
    except (aiosmtplib.SMTPException, OSError, ValueError):
        return Delivery(Outcome.TEMPORARY, None, "connection")
    return None


async def _hand_over(client: aiosmtplib.SMTP, message: bytes) -> Delivery:
    try:
        response = await client.data(message)
    except aiosmtplib.SMTPResponseException as error:
        return _refused(error.code, "message")
    except (aiosmtplib.SMTPException, OSError):
        return Delivery(Outcome.IN_DOUBT, None, "connection")
    await _farewell(client)
    return Delivery(Outcome.SENT, response.code, "")


async def _farewell(client: aiosmtplib.SMTP) -> None:
    try:
        await client.quit()
    except (aiosmtplib.SMTPException, OSError):
        return  # the message is with the server: a lost goodbye changes nothing


def _refused(code: int, stage: str) -> Delivery:
    if code < 0:  # aiosmtplib's mark for a reply that it could not read
        return Delivery(Outcome.IN_DOUBT if stage == "message" else Outcome.TEMPORARY, None, "connection")
    return Delivery(Outcome.PERMANENT if code >= 500 else Outcome.TEMPORARY, code, stage)
