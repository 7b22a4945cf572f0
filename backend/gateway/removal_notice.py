"""Tells an official by mail that a message was taken out of the mailbox, and the lawful way; nothing of the message."""

import asyncio
import logging
from datetime import datetime

from backend.clock import VIETNAM
from backend.db.ids import new_id
from backend.gateway.smtp_out import MailServer, Outcome, send
from backend.mail.compose import Notice, compose_notice

PAUSES_SECONDS = (0.0, 2.0, 30.0, 300.0)  # before each try; a mail server that restarts is back by then
_log = logging.getLogger("congvu.append")


class RemovalNotices:
    """`sender` is the header From; the envelope sender is null, so that no answer comes back. `explained_at`: the page
    that says what is to be done."""

    def __init__(
        self, server: MailServer, sender: str, explained_at: str, pauses: tuple[float, ...] = PAUSES_SECONDS
    ) -> None:
        self._server = server
        self._sender = sender
        self._explained_at = explained_at
        self._pauses = pauses

    async def tell(self, login: str, reference: str, removed_at: datetime) -> None:
        """Never raises: whoever could not be told finds the reference in the journal."""
        domain = self._sender.rpartition("@")[2]
        local = removed_at.astimezone(VIETNAM)
        message = compose_notice(
            Notice(
                template="removed",
                subject="Một thư đã được gỡ khỏi hộp thư của bạn",
                from_address=self._sender,
                recipient=login,
                message_id=f"{new_id()}.removed@{domain}",
                sent_at=removed_at,
                values={
                    "moment": f"{local:%H:%M} ngày {local:%d/%m/%Y}",
                    "reference": reference,
                    "link": self._explained_at,
                },
            )
        )
        outcome = Outcome.TEMPORARY
        for pause in self._pauses:
            await asyncio.sleep(pause)
            outcome = (await send(self._server, message, login)).outcome
            if outcome is not Outcome.TEMPORARY:
                break
        _log.info("notice of removal %s: %s", reference, outcome)
