"""What Dovecot's mail_log says of letters; the lines were written by Dovecot 2.3.19."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.gateway.dovecot_events import DovecotEvents, MailboxEvent, MailboxEventKind, read_events

NOW = datetime(2026, 11, 27, 5, 0, tzinfo=UTC)
AT = datetime(2026, 11, 27, 0, 26, 7, tzinfo=UTC)
BOX, ID = "sokhcn@thainguyen.gov.vn", "one@x.example"
STAMP = "Nov 27 07:26:07 "
LMTP = f"{STAMP}lmtp({BOX})<15090><rniDFY8wCWvyOgAAg+zDdQ:T2>: Info: "
IMAP = f"{STAMP}imap({BOX})<15094><WSU5+Txh9Kt/AAAB>: Info: "
STORED = MailboxEvent(MailboxEventKind.IN_MAILBOX, AT, BOX, ID)
OPENED = MailboxEvent(MailboxEventKind.OPENED, AT, BOX, ID)
MDN_SENT = MailboxEvent(MailboxEventKind.MDN_SENT, AT, BOX, ID)
SAVED = "save: box=INBOX, uid=1, msgid=<one@x.example>, flags=()"


@pytest.mark.parametrize(
    ("line", "events"),
    [
        (LMTP + SAVED, (STORED,)),
        (IMAP + r"flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\Seen \Recent)", (OPENED,)),
        (
            IMAP + r"flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\Seen \Recent $MDNSent)",
            (OPENED, MDN_SENT),
        ),
        (IMAP + r"flag_change: box=Phòng A, uid=1, msgid=<one@x.example>, flags=(\Flagged \Seen)", (OPENED,)),
        (f"Nov 27 07:26:07 mail dovecot: lmtp({BOX})<9><x>: {SAVED}", (STORED,)),
        (f"2026-11-27T07:26:07+07:00 mail dovecot[812]: lda(SoKHCN@thainguyen.gov.vn)<9><x>: {SAVED}", (STORED,)),
        (f"2026-11-27T00:26:07+0000 lmtp({BOX})<9><x>: Info: {SAVED}", (STORED,)),
        (f"Nov 27 07:26:07 lmtp(15090, {BOX}): Info: {SAVED}", (STORED,)),
    ],
)
def test_each_line_says_what_became_of_a_letter(line: str, events: tuple[MailboxEvent, ...]) -> None:
    assert read_events(line, NOW) == events


@pytest.mark.parametrize(
    "line",
    [
        IMAP + SAVED,  # a client put it there
        LMTP + SAVED.replace("INBOX", "Junk"),
        LMTP + r"flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\Seen)",  # Sieve's imap4flags
        f"{STAMP}doveadm({BOX})<9><x>: Info: flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\\Seen)",
        f"{STAMP}pop3({BOX})<9><x>: Info: flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\\Seen)",
        IMAP + r"flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\Flagged)",
        IMAP + r"copy from INBOX: box=Sent, uid=1, msgid=<one@x.example>, flags=(\Seen)",
        IMAP + r"flag_change: box=INBOX, uid=3, msgid=, flags=(\Seen)",
        IMAP + rf"flag_change: box=INBOX, uid=3, msgid=<{'a' * 76}..., flags=(\Seen)",  # cut: names nothing for certain
        IMAP + "Disconnected: Logged out in=302 out=2519",
        f'{STAMP}stats: Info: {{"event":"mail_delivery_finished"}}',
        "",
    ],
)
def test_other_lines_say_nothing(line: str) -> None:
    assert read_events(line, NOW) == ()


def test_a_message_id_cannot_claim_that_it_was_read() -> None:
    forged = r"flag_change: box=INBOX, uid=2, msgid=<one@x.example>, flags=(\Seen), flags=(\Recent)"

    assert read_events(IMAP + forged, NOW) == ()


def test_lines_of_another_format_are_counted_and_do_not_hold_up_the_others(tmp_path: Path) -> None:
    file = tmp_path / "dovecot.log"
    without_flags = "save: box=INBOX, uid=1, msgid=<one@x.example>"
    file.write_text(f"{LMTP}{without_flags}\n{LMTP}{SAVED}\n{LMTP}{SAVED[:30]}", "utf-8")
    batch = DovecotEvents(file).read(None, NOW)

    assert (batch.events, batch.broken, batch.gap) == ((STORED,), 1, False)
    file.write_text(f"{LMTP}{without_flags}\n{LMTP}{SAVED}\n{LMTP}{SAVED}\n", "utf-8")
    assert DovecotEvents(file).read(batch.position, NOW).events == (STORED,)


def test_a_rotated_log_is_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "dovecot.log"
    file.write_text(f"{LMTP}{SAVED}\n", "utf-8")
    log = DovecotEvents(file)
    position = log.read(None, NOW).position
    with file.open("a") as old:
        old.write(IMAP + r"flag_change: box=INBOX, uid=1, msgid=<one@x.example>, flags=(\Seen)" + "\n")
    file.rename(tmp_path / "dovecot.log.1")
    file.write_text(f"{LMTP}{SAVED.replace('one', 'two')}\n", "utf-8")

    second = log.read(position, NOW)
    third = log.read(second.position, NOW)
    assert second.events == (OPENED,)
    assert [event.message_id for event in third.events] == ["two@x.example"]


@given(st.text(max_size=200))
def test_no_line_whatever_it_holds_raises(text: str) -> None:
    read_events(LMTP + "save: " + text, NOW)
    read_events(text, NOW)
