"""By which channel an agency takes papers of a kind, from which day on. Pure.

Where another system carries a kind, mailing it is no duty (Chỉ thị, khoản 1 điểm e); without a row, mail carries it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol


class Channel(StrEnum):
    """thư · Hệ thống QLVB&ĐH · giấy."""

    MAIL = "mail"
    SYSTEM = "system"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class KindChannel:
    """`kind`: code of a document kind; None for every kind that has no entry of its own."""

    kind: str | None
    channel: Channel


class DatedChannel(Protocol):
    """A row: `document_kind` "" means all kinds; `valid_to` is the first day on which it no longer holds."""

    document_kind: str
    channel: str
    valid_from: date
    valid_to: date | None


Channels = Mapping[str | None, Channel]


def standing(rows: Iterable[DatedChannel], today: date) -> Channels:
    """What holds today, by kind; of two rows for a kind the later begun one."""
    valid = [row for row in rows if row.valid_from <= today and (row.valid_to is None or today < row.valid_to)]
    return {row.document_kind or None: Channel(row.channel) for row in sorted(valid, key=lambda row: row.valid_from)}


def between(sender: Channels, recipient: Channels) -> tuple[KindChannel, ...]:
    """The channel from one agency to another: mail only for kinds that both send and take by mail. Empty where that
    is every kind."""
    kinds = sorted({kind for kind in (*sender, *recipient) if kind is not None})
    found = [KindChannel(kind, _worse(_of(sender, kind), _of(recipient, kind))) for kind in (None, *kinds)]
    return tuple(found) if any(one.channel is not Channel.MAIL for one in found) else ()


def _of(channels: Channels, kind: str | None) -> Channel:
    return channels.get(kind, channels.get(None, Channel.MAIL))


def _worse(sender: Channel, recipient: Channel) -> Channel:
    return sender if recipient is Channel.MAIL else recipient
