"""A whole milter connection over a socket pair: order, progress, hang-ups, hostile bytes."""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvloop
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.errors import UsageError
from backend.gateway.milter_protocol import TRY_AGAIN, Connection, Decision, MilterConnections, SmtpReply, encode
from backend.gateway.milter_session import Mail, MemoryBudget
from backend.gateway.unix_server import UnixServer, peer_ids


def frame(command: bytes, data: bytes = b"") -> bytes:
    return struct.pack("!I", len(data) + 1) + command + data


OFFER = frame(b"O", bytes.fromhex("00000006 000001ff 001fffff"))
CHOSEN_BYTES = 4 + 1 + 12 + 4 + len("{auth_authen}\0") + 4 + len("i\0")
OURSELVES = peer_ids([])
CONTINUE = frame(b"c")
REFUSED = frame(b"y", b"550 5.7.1 no\0")


def mail(body: bytes) -> bytes:
    return b"".join(
        [
            frame(b"M", b"<a@b.vn>\0"),
            frame(b"R", b"<c@d.vn>\0"),
            frame(b"L", b"Subject\0x\0"),
            frame(b"B", body),
            frame(b"E"),
        ]
    )


@dataclass
class Judge:
    """Refuses what holds "bad", fails on "broken", accepts the rest; remembers what it saw."""

    seen: list[bytes] = field(default_factory=list)
    gate: asyncio.Event | None = None

    async def __call__(self, mail: Mail) -> Decision:
        if self.gate:
            await self.gate.wait()
        body = b"".join(mail.body)
        self.seen.append(body)
        if b"broken" in body:
            raise RuntimeError(body)
        return Decision(SmtpReply(550, "5.7.1", "no")) if b"bad" in body else Decision()


@asynccontextmanager
async def connected(judge: Judge, progress_seconds: float = 10.0) -> AsyncIterator[socket.socket]:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    reader, writer = await asyncio.open_unix_connection(sock=theirs)
    served = asyncio.create_task(Connection(judge, MemoryBudget(), progress_seconds).serve(reader, writer))
    try:
        yield ours
    finally:
        ours.close()
        await asyncio.wait_for(served, 5)


async def send(peer: socket.socket, data: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(peer, data)


async def receive(peer: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count and (piece := await asyncio.get_running_loop().sock_recv(peer, count - len(data))):
        data += piece
    return data


async def test_several_messages_go_over_one_connection_even_in_one_piece() -> None:
    judge = Judge()
    async with connected(judge) as peer:
        await send(peer, OFFER + mail(b"good") + mail(b"bad") + frame(b"K") + frame(b"C", b"x") + mail(b"good again"))
        await receive(peer, CHOSEN_BYTES)

        assert await receive(peer, 5 + len(REFUSED) + 5) == CONTINUE + REFUSED + CONTINUE
    assert judge.seen == [b"good", b"bad", b"good again"]


async def test_a_frame_may_arrive_byte_by_byte() -> None:
    async with connected(Judge()) as peer:
        for byte in OFFER + mail(b"bad"):
            await send(peer, bytes([byte]))
        await receive(peer, CHOSEN_BYTES)

        assert await receive(peer, len(REFUSED)) == REFUSED


async def test_a_decision_that_fails_is_a_temporary_refusal() -> None:
    async with connected(Judge()) as peer:
        await send(peer, OFFER + mail(b"broken") + mail(b"good"))
        await receive(peer, CHOSEN_BYTES)

        expected = encode(TRY_AGAIN) + CONTINUE
        assert b"y451 4.3.0 " in expected
        assert await receive(peer, len(expected)) == expected


async def test_the_server_is_told_that_a_decision_still_takes_time() -> None:
    judge = Judge(gate=asyncio.Event())
    async with connected(judge, progress_seconds=0.01) as peer:
        await send(peer, OFFER + mail(b"good"))
        await receive(peer, CHOSEN_BYTES)
        assert await receive(peer, 10) == frame(b"p") * 2
        assert judge.gate
        judge.gate.set()
        while (answer := await receive(peer, 5)) == frame(b"p"):
            pass

        assert answer == CONTINUE


async def test_a_server_that_hangs_up_during_a_decision_leaves_nothing_behind() -> None:
    judge = Judge(gate=asyncio.Event())
    async with connected(judge, progress_seconds=0.01) as peer:
        await send(peer, OFFER + mail(b"good"))
        await receive(peer, CHOSEN_BYTES)

    assert judge.seen == []


async def test_quit_ends_the_connection() -> None:
    async with connected(Judge()) as peer:
        await send(peer, OFFER + frame(b"Q") + mail(b"good"))
        await receive(peer, CHOSEN_BYTES)

        assert await receive(peer, 1) == b""


def test_fields_are_removed_from_the_last_to_the_first_before_one_is_added() -> None:
    encoded = encode(Decision(remove=((1, "X-A"), (2, "X-A")), add=(("X-A", "new"),)))

    change_two, change_one = (frame(b"m", struct.pack("!I", index) + b"X-A\0\0") for index in (2, 1))
    assert encoded == change_two + change_one + frame(b"h", b"X-A\0new\0") + CONTINUE


def hostile_frames() -> st.SearchStrategy[bytes]:
    commands = st.sampled_from([bytes([code]) for code in b"ODCHMRTLNBEAQKU\x00\xff"])
    framed = st.builds(frame, commands, st.binary(max_size=60))
    return st.lists(st.one_of(framed, framed, st.binary(max_size=20)), max_size=25).map(b"".join)


@settings(max_examples=300, deadline=None)
@given(hostile_frames())
def test_no_bytes_whatever_they_are_crash_the_server(stream: bytes) -> None:
    async def talk() -> None:
        judge = Judge()
        async with connected(judge) as peer:
            await send(peer, OFFER + stream)
            peer.shutdown(socket.SHUT_WR)
            while await asyncio.get_running_loop().sock_recv(peer, 65536):
                pass

    asyncio.run(talk())


def judging() -> MilterConnections:
    return MilterConnections(Judge(), MemoryBudget())


@pytest.mark.parametrize("loop_factory", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"])
def test_the_server_listens_once_and_leaves_no_socket_behind(
    tmp_path: Path, loop_factory: Callable[[], asyncio.AbstractEventLoop]
) -> None:
    path = tmp_path / "milter.sock"

    async def talk() -> None:
        async with UnixServer(path, judging().serve, OURSELVES):
            with pytest.raises(UsageError):
                await UnixServer(path, judging().serve, OURSELVES).__aenter__()
            reader, writer = await asyncio.open_unix_connection(path)
            writer.write(OFFER + mail(b"bad"))
            await reader.readexactly(CHOSEN_BYTES)
            assert await reader.readexactly(len(REFUSED)) == REFUSED
            writer.close()

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        runner.run(talk())
    assert not path.exists()


async def test_a_socket_left_by_a_crash_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "milter.sock"
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(path))
    stale.close()

    async with UnixServer(path, judging().serve, OURSELVES):
        assert path.is_socket()


async def test_a_path_too_long_for_a_socket_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="too long"):
        await UnixServer(tmp_path / ("x" * 120), judging().serve, OURSELVES).__aenter__()


async def test_a_user_who_is_not_the_mail_server_is_hung_up_on(tmp_path: Path) -> None:
    path = tmp_path / "milter.sock"
    async with UnixServer(path, judging().serve, frozenset({os.geteuid() + 1})):
        reader, writer = await asyncio.open_unix_connection(path)
        assert await reader.read() == b""
        writer.close()


def test_root_and_this_user_are_always_served_and_unknown_names_are_nobody() -> None:
    assert peer_ids(["no-such-user-here"]) == {0, os.geteuid()}
