"""What Postfix's log says of a letter, in both stamp forms, over rotations."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.gateway.log_file import LogPosition
from backend.gateway.postfix_log import DeliveryEvent, DeliveryKind, PostfixLog, read_line

NOW = datetime(2026, 11, 2, 5, 0, tzinfo=UTC)
AT = datetime(2026, 11, 2, 1, 15, tzinfo=UTC)
STAMP = "Nov  2 08:15:00 mail "
SENT = (
    "to=<SoKHCN@thainguyen.gov.vn>, relay=mail[private/dovecot-lmtp], delay=0.1, delays=0/0/0/0, dsn=2.0.0, status=sent"
)


def line(program: str, rest: str, stamp: str = STAMP) -> str:
    return f"{stamp}postfix/{program}[4711]: 4bX2kT0fWnz9rT: {rest}"


def delivered(queue_id: str) -> str:
    return f"{STAMP}postfix/lmtp[4711]: {queue_id}: {SENT} (250 2.0.0 Saved)\n"


@pytest.mark.parametrize(
    ("text", "event"),
    [
        (
            line("cleanup", "message-id=<20261102.1@nguoidan.example>"),
            DeliveryEvent(
                DeliveryKind.MESSAGE_ID, AT, "4bX2kT0fWnz9rT", message_id="20261102.1@nguoidan.example"
            ),
        ),
        (
            line("qmgr", "from=<CongDan@nguoidan.example>, size=1234, nrcpt=1 (queue active)"),
            DeliveryEvent(DeliveryKind.ACCEPTED, AT, "4bX2kT0fWnz9rT", sender="congdan@nguoidan.example"),
        ),
        (
            line("lmtp", f"{SENT} (250 2.0.0 <sokhcn@thainguyen.gov.vn> Saved)"),
            DeliveryEvent(
                DeliveryKind.IN_MAILBOX, AT, "4bX2kT0fWnz9rT", recipient="sokhcn@thainguyen.gov.vn",
                relay="mail[private/dovecot-lmtp]", dsn="2.0.0",
            ),
        ),
        (
            line("smtp", "to=<a@bo.gov.vn>, orig_to=<Nhom@thainguyen.gov.vn>, relay=mx.bo.gov.vn[192.0.2.1]:25, "
                 "delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9F1)"),
            DeliveryEvent(
                DeliveryKind.HANDED_OVER, AT, "4bX2kT0fWnz9rT", recipient="a@bo.gov.vn",
                original_recipient="nhom@thainguyen.gov.vn", relay="mx.bo.gov.vn[192.0.2.1]:25", dsn="2.0.0",
            ),
        ),
        (
            line("smtp", "to=<a@bo.gov.vn>, relay=none, delay=1, delays=0/0/0/1, dsn=4.4.1, status=deferred (x)"),
            DeliveryEvent(
                DeliveryKind.DEFERRED, AT, "4bX2kT0fWnz9rT", recipient="a@bo.gov.vn", relay="none", dsn="4.4.1"
            ),
        ),
        (
            line("smtp", "to=<a@bo.gov.vn>, relay=mx[192.0.2.1]:25, delay=1, dsn=5.1.1, status=bounced (no such user)"),
            DeliveryEvent(
                DeliveryKind.BOUNCED, AT, "4bX2kT0fWnz9rT", recipient="a@bo.gov.vn", relay="mx[192.0.2.1]:25",
                dsn="5.1.1",
            ),
        ),
        (
            line("qmgr", "from=<sokhcn@thainguyen.gov.vn>, status=expired, returned to sender"),
            DeliveryEvent(DeliveryKind.BOUNCED, AT, "4bX2kT0fWnz9rT", sender="sokhcn@thainguyen.gov.vn"),
        ),
    ],
)  # fmt: skip
def test_each_line_becomes_its_event(text: str, event: DeliveryEvent) -> None:
    assert read_line(text, NOW) == event


@pytest.mark.parametrize(
    ("program", "rest", "kind"),
    [
        ("virtual", f"{SENT} (delivered to maildir)", DeliveryKind.IN_MAILBOX),
        ("submission/lmtp", f"{SENT} (250 ok)", DeliveryKind.IN_MAILBOX),
        ("pipe", "to=<a@b.vn>, relay=dovecot, delay=1, dsn=2.0.0, status=sent (delivered)", DeliveryKind.IN_MAILBOX),
        ("pipe", "to=<a@b.vn>, relay=fax, delay=1, dsn=2.0.0, status=sent (delivered)", DeliveryKind.HANDED_OVER),
        ("lmtp", f"{SENT} (250 2.0.0 from MTA: 250 Ok: queued as 9F1)", DeliveryKind.HANDED_OVER),
        (
            "smtp",
            "to=<a@b.vn>, relay=dovecot.example[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)",
            DeliveryKind.HANDED_OVER,
        ),
    ],
)
def test_only_a_mailbox_counts_as_the_mailbox(program: str, rest: str, kind: DeliveryKind) -> None:
    event = read_line(line(program, rest), NOW)

    assert event is not None
    assert event.kind is kind


@pytest.mark.parametrize(
    "text",
    [
        line("smtpd", "client=unknown[192.0.2.1]"),
        line("cleanup", "message-id=<>"),
        line("cleanup", "milter-reject: END-OF-MESSAGE from x[192.0.2.1]: 5.7.1 no; from=<a@b> to=<c@d>"),
        line("qmgr", "removed"),
        line("local", "to=<a@b.vn>, relay=local, delay=1, dsn=2.0.0, status=sent (forwarded as 9F1)"),
        STAMP + "dovecot: lmtp(a@b): saved",
        STAMP + "postfix/smtpd[1]: connect from unknown[192.0.2.1]",
        "status=sent",
        "",
    ],
)
def test_other_lines_say_nothing(text: str) -> None:
    assert read_line(text, NOW) is None


@pytest.mark.parametrize(
    ("stamp", "at"),
    [
        ("2026-11-02T08:15:00.123456+07:00 mail ", datetime(2026, 11, 2, 1, 15, 0, 123456, tzinfo=UTC)),
        ("2026-11-02T01:15:00Z mail ", AT),
        ("2026-11-02T08:15:00 mail ", AT),
        ("Dec 31 23:59:59 mail ", datetime(2025, 12, 31, 16, 59, 59, tzinfo=UTC)),
        ("Nov  2 12:00:00 mail ", NOW),
        ("Nov  2 12:00:05 mail ", datetime(2026, 11, 2, 5, 0, 5, tzinfo=UTC)),
        ("Nov  4 12:00:00 mail ", datetime(2025, 11, 4, 5, 0, tzinfo=UTC)),
        ("Feb 29 12:00:00 mail ", datetime(2024, 2, 29, 5, 0, tzinfo=UTC)),
    ],
)
def test_a_stamp_gets_its_year_and_its_zone(stamp: str, at: datetime) -> None:
    event = read_line(line("qmgr", "from=<>, size=1, nrcpt=1 (queue active)", stamp), NOW)

    assert event is not None
    assert event.at == at


def test_the_first_of_january_reads_the_evening_before() -> None:
    new_year = datetime(2026, 12, 31, 17, 0, 30, tzinfo=UTC)
    event = read_line(line("qmgr", "from=<>, size=1, nrcpt=1 (queue active)", "Dec 31 23:59:59 mail "), new_year)

    assert event is not None
    assert event.at == datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)


def queue_ids(log: PostfixLog, position: LogPosition | None) -> tuple[list[str], LogPosition | None]:
    batch = log.read(position, NOW)
    return [event.queue_id for event in batch.events], batch.position


def test_only_whole_lines_are_read_and_none_twice(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_text(delivered("AAAAAAAA1") + delivered("AAAAAAAA2")[:40])
    log = PostfixLog(file)
    first, position = queue_ids(log, None)
    file.write_text(delivered("AAAAAAAA1") + delivered("AAAAAAAA2"))

    assert first == ["AAAAAAAA1"]
    second, position = queue_ids(log, position)
    assert second == ["AAAAAAAA2"]
    assert queue_ids(log, position) == ([], position)


def test_after_a_rotation_the_rest_of_the_old_file_comes_first(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_text(delivered("AAAAAAAA1"))
    log = PostfixLog(file)
    _, position = queue_ids(log, None)
    with file.open("a") as old:
        old.write(delivered("AAAAAAAA2"))
    file.rename(tmp_path / "mail.log.1")
    file.write_text(delivered("AAAAAAAA3"))

    second, position = queue_ids(log, position)
    third, position = queue_ids(log, position)
    assert (second, third) == (["AAAAAAAA2"], ["AAAAAAAA3"])
    assert queue_ids(log, position) == ([], position)


def test_a_rotation_between_two_reads_with_nothing_left_behind_is_followed(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_text(delivered("AAAAAAAA1"))
    log = PostfixLog(file)
    _, position = queue_ids(log, None)
    file.rename(tmp_path / "mail.log-20261102")
    assert queue_ids(log, position) == ([], position)
    file.write_text(delivered("AAAAAAAA3"))

    assert queue_ids(log, position)[0] == ["AAAAAAAA3"]


def test_a_truncated_log_is_read_from_its_beginning_and_the_gap_is_told(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_text(delivered("AAAAAAAA1") * 2)
    log = PostfixLog(file)
    _, position = queue_ids(log, None)
    with file.open("r+") as log_file:
        log_file.truncate(0)
        log_file.write(delivered("AAAAAAAA3"))

    batch = log.read(position, NOW)
    assert [event.queue_id for event in batch.events] == ["AAAAAAAA3"]
    assert batch.gap


def test_a_new_file_that_got_the_old_inode_is_recognised_by_its_head(tmp_path: Path) -> None:
    file = tmp_path / "mail.log"
    file.write_text(delivered("AAAAAAAA1"))
    log = PostfixLog(file)
    _, position = queue_ids(log, None)
    with file.open("r+") as log_file:
        log_file.truncate(0)
        log_file.write(delivered("BBBBBBBB1") + delivered("BBBBBBBB2"))

    assert queue_ids(log, position)[0] == ["BBBBBBBB1", "BBBBBBBB2"]


def test_a_missing_log_gives_nothing_and_keeps_the_position(tmp_path: Path) -> None:
    batch = PostfixLog(tmp_path / "mail.log").read(None, NOW)

    assert (batch.events, batch.position, batch.gap) == ((), None, False)


@given(st.text(max_size=200))
def test_no_line_whatever_it_holds_raises(text: str) -> None:
    read_line(line("lmtp", text), NOW)
    read_line(text, NOW)
