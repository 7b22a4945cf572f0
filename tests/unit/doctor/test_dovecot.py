"""Dovecot logs what boxes do, and asks about what clients store: of what doveconf prints."""

import socket
from pathlib import Path

import pytest

from backend.doctor.dovecot import DovecotSettings, append_faults, event_faults, parsed
from tests.unit.doctor.telling import told

LOG = Path("/var/log/dovecot.log")
IMAP, LMTP = " notify mail_log imap_sieve\n", " sieve notify mail_log\n"
PRINTED = """\
base_dir = {base}
log_path = /var/log/dovecot.log
plugin {{
  imapsieve_mailbox1_before = file:{base}/congvu-append.sieve
  mail_log_events = save flag_change
  mail_log_fields = uid box msgid flags
  sieve_execute_socket_dir = congvu
  sieve_global_extensions = +vnd.dovecot.execute
  sieve_plugins = sieve_imapsieve sieve_extprograms
}}
"""


@pytest.fixture
def base(tmp_path: Path) -> Path:
    (tmp_path / "congvu").mkdir()
    (tmp_path / "congvu-append.svbin").touch()
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "congvu" / "append"))
    return tmp_path


def dovecot(base: Path, imap: str = IMAP, lmtp: str = LMTP, **other: str) -> DovecotSettings:
    seen = parsed({"imap": imap, "lmtp": lmtp}, PRINTED.format(base=base))
    return DovecotSettings(seen.plugins, {**seen.values, **other})


def events(seen: DovecotSettings) -> list[str]:
    return told("dovecot_events", event_faults(seen, LOG))


def stored(seen: DovecotSettings, base: Path, socket: str = "congvu/append") -> list[str]:
    return told("dovecot_append", append_faults(seen, base / socket))


def test_a_dovecot_with_our_lines_is_fine(base: Path) -> None:
    assert events(dovecot(base)) == []
    assert stored(dovecot(base), base) == []


def test_a_plugin_that_is_gone_is_named_with_its_protocol(base: Path) -> None:
    found = list(event_faults(dovecot(base, imap=" notify imap_sieve\n", lmtp=" sieve mail_log\n"), LOG))
    assert [(fault.said["protocol"], fault.said["plugin"]) for fault in found] == [
        ("imap", "mail_log"),
        ("lmtp", "notify"),
    ]
    assert told("dovecot_events", found) == ["no_plugin", "no_plugin"]
    assert stored(dovecot(base, imap=" notify mail_log\n"), base) == ["no_plugin"]


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("plugin/mail_log_events", "save", "no_events"),
        ("plugin/mail_log_fields", "uid box flags", "no_fields"),
        ("log_path", "/var/log/other.log", "other_log"),
        ("info_log_path", "/var/log/info.log", "other_log"),
    ],
)
def test_events_that_are_not_written_or_not_where_they_are_read(name: str, value: str, reason: str, base: Path) -> None:
    assert events(dovecot(base, **{name: value})) == [reason]


def test_syslog_may_write_any_file(base: Path) -> None:
    assert events(dovecot(base, log_path="syslog")) == []


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("plugin/sieve_plugins", "sieve_imapsieve", "no_sieve_plugin"),
        ("plugin/sieve_global_extensions", "", "no_execute"),
        ("plugin/imapsieve_mailbox1_before", "", "no_script"),
        ("plugin/sieve_execute_socket_dir", "elsewhere", "other_socket"),
        ("plugin/imapsieve_mailbox1_before", "file:/nowhere/congvu-append.sieve", "not_compiled"),
    ],
)
def test_stored_letters_that_would_not_be_judged(name: str, value: str, reason: str, base: Path) -> None:
    assert stored(dovecot(base, **{name: value}), base) == [reason]


def test_a_milter_that_does_not_listen_for_dovecot(base: Path) -> None:
    (base / "congvu" / "append").unlink()
    assert stored(dovecot(base), base) == ["no_socket"]
