"""By which channel papers go from one agency to another."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from backend.db import Database
from backend.directory.channels import Channel, KindChannel, between, standing
from backend.directory.service import resolve_recipients
from tests.unit.directory.conftest import NOW, take_over


@dataclass
class Row:
    document_kind: str
    channel: str
    valid_from: date
    valid_to: date | None = None


def test_what_holds_today_is_what_began_last_and_has_not_ended() -> None:
    rows = [
        Row("", "system", date(2026, 1, 1)),
        Row("", "paper", date(2025, 1, 1)),
        Row("CV", "mail", date(2026, 3, 1)),
        Row("BC", "paper", date(2025, 1, 1), date(2026, 1, 5)),
    ]

    assert standing(rows, date(2026, 1, 4)) == {None: Channel.SYSTEM, "BC": Channel.PAPER}
    assert standing(rows, date(2026, 1, 5)) == {None: Channel.SYSTEM}
    assert standing(rows, date(2026, 3, 1)) == {None: Channel.SYSTEM, "CV": Channel.MAIL}


def test_mail_carries_only_what_both_send_and_take_by_mail() -> None:
    assert between({}, {}) == ()
    assert between({None: Channel.MAIL}, {"CV": Channel.MAIL}) == ()
    assert between({"BC": Channel.SYSTEM}, {None: Channel.PAPER, "CV": Channel.MAIL}) == (
        KindChannel(None, Channel.PAPER),
        KindChannel("BC", Channel.PAPER),
        KindChannel("CV", Channel.MAIL),
    )
    assert between({"BC": Channel.SYSTEM}, {}) == (
        KindChannel(None, Channel.MAIL),
        KindChannel("BC", Channel.SYSTEM),
    )


async def test_a_recipient_is_told_with_its_channel_of_the_day(province: Database) -> None:
    await take_over(
        province,
        {"channels.csv": "agency,kind,channel,valid_from,source\nH55.40,CV,QLVB&ĐH,2026-01-05,x\n"},
    )
    async with province.read() as session:
        before = datetime(2026, 1, 4, 1, 0, tzinfo=UTC)
        [[earlier], [now], [own]] = [
            [
                match.channels
                for entry in await resolve_recipients(session, [text], day, "H55.40")
                for match in entry.matches
            ]
            for text, day in (
                ("UBND xã Phú Lương", before),
                ("UBND xã Phú Lương", NOW),
                ("Sở Khoa học và Công nghệ", NOW),
            )
        ]

    assert earlier == ()
    assert now == own == (KindChannel(None, Channel.MAIL), KindChannel("CV", Channel.SYSTEM))
