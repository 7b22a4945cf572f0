"""The milter's socket as the mail server's user meets it: real files, modes and frames."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from backend.doctor.milter_socket import is_negotiation, question, socket_faults, visitor_faults
from backend.doctor.reaching import Account, account
from backend.gateway.milter_frames import Command, FrameDecoder, Reply, frame, read_negotiation
from tests.unit.doctor.telling import told

STRANGER = Account(54_321, frozenset({54_321}))
PEERS = ("postfix",)


@pytest.fixture
def listening() -> Iterator[Path]:
    """A socket's file in a folder that anybody may enter, unlike pytest's own; nobody listens."""
    with TemporaryDirectory(prefix="congvu-doctor-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        path = folder / "milter.sock"
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
        path.chmod(0o666)
        yield path


def test_a_socket_that_is_not_there_and_a_file_that_is_none(tmp_path: Path, listening: Path) -> None:
    (tmp_path / "file").touch()
    assert told("milter_socket", socket_faults(listening)) == []
    assert told("milter_socket", socket_faults(tmp_path / "none")) == ["missing"]
    assert told("milter_socket", socket_faults(tmp_path / "file")) == ["no_socket"]


def test_the_mail_servers_user_reaches_it(listening: Path) -> None:
    assert told("postfix_user", visitor_faults(listening, "postfix", STRANGER, PEERS)) == []


def test_a_folder_on_the_way_that_is_closed_is_named(listening: Path) -> None:
    listening.parent.chmod(0o750)
    [fault] = visitor_faults(listening, "postfix", STRANGER, PEERS)
    assert (fault.reason, fault.said["folder"]) == ("closed", str(listening.parent))
    member = Account(54_321, frozenset({os.stat(listening.parent).st_gid}))
    assert list(visitor_faults(listening, "postfix", member, PEERS)) == []


def test_a_socket_that_may_not_be_written_to(listening: Path) -> None:
    listening.chmod(0o600)
    assert told("postfix_user", visitor_faults(listening, "postfix", STRANGER, PEERS)) == ["not_writable"]


def test_a_user_the_milter_hangs_up_on(listening: Path) -> None:
    assert told("postfix_user", visitor_faults(listening, "mailer", STRANGER, PEERS)) == ["stranger"]


def test_a_user_this_machine_does_not_have(listening: Path) -> None:
    assert account("khong-co-ai") is None
    assert told("postfix_user", visitor_faults(listening, "postfix", None, PEERS)) == ["no_user"]
    assert account("root") == Account(0, frozenset(os.getgrouplist("root", 0)))


def test_what_is_asked_is_a_negotiation_and_only_one_is_an_answer() -> None:
    [asked] = FrameDecoder().feed(question())
    assert asked.command is Command.NEGOTIATE
    assert read_negotiation(asked.data).version == 6
    assert is_negotiation(question()[4:])
    assert not is_negotiation(frame(Reply.CONTINUE)[4:])
    assert not is_negotiation(b"")
