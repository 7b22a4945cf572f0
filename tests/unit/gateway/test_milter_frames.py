"""The milter protocol's bytes, as Sendmail and Postfix write and expect them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.gateway import milter_frames as wire
from backend.gateway.milter_frames import Actions, Command, Frame, FrameDecoder, Negotiation, ProtocolError, Steps

POSTFIX_OFFER = bytes.fromhex("0000000d 4f 00000006 000001ff 001fffff")
SENDER = b"\x00\x00\x00\x07M<a@b>\0"
ABORT = b"\x00\x00\x00\x01A"


def test_a_stream_is_cut_into_frames() -> None:
    frames = list(FrameDecoder().feed(POSTFIX_OFFER + SENDER + ABORT))

    assert [frame.command for frame in frames] == [Command.NEGOTIATE, Command.SENDER, Command.ABORT]
    assert frames[1].data == b"<a@b>\0"
    assert frames[2].data == b""


@given(st.lists(st.integers(1, 20), max_size=30))
def test_it_does_not_matter_how_the_stream_arrives(cuts: list[int]) -> None:
    stream = POSTFIX_OFFER + SENDER + ABORT
    decoder, frames = FrameDecoder(), []
    for cut in cuts:
        piece, stream = stream[:cut], stream[cut:]
        frames += list(decoder.feed(piece))
    frames += list(decoder.feed(stream))

    assert frames == list(FrameDecoder().feed(POSTFIX_OFFER + SENDER + ABORT))


@pytest.mark.parametrize(
    "stream",
    [b"\0\0\0\0", b"\xff\xff\xff\xffB", b"\x00\x10\x00\x02B", b"\0\0\0\x01\xff", b"\0\0\0\x01x"],
    ids=["empty", "four gigabytes", "one byte too much", "no command", "a reply, not a command"],
)
def test_what_is_no_frame_is_refused(stream: bytes) -> None:
    with pytest.raises(ProtocolError):
        list(FrameDecoder().feed(stream))


def test_the_largest_frame_is_still_taken() -> None:
    body = b"\x00\x10\x00\x01B" + bytes(1024 * 1024)

    assert list(FrameDecoder().feed(body)) == [Frame(Command.BODY, bytes(1024 * 1024))]


def test_postfix_offers_are_read() -> None:
    [offer] = FrameDecoder().feed(POSTFIX_OFFER)
    negotiation = wire.read_negotiation(offer.data)

    assert negotiation.version == 6
    assert Steps.SILENT_BODY in negotiation.steps
    assert Actions.CHOOSE_MACROS in negotiation.actions


@pytest.mark.parametrize("data", [b"", bytes(11), bytes(12)], ids=["nothing", "short", "version 0"])
def test_a_negotiation_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError):
        wire.read_negotiation(data)


def test_wanted_macros_are_named_only_to_a_server_that_asks() -> None:
    chosen = Negotiation(6, Actions.ADD_HEADERS | Actions.CHOOSE_MACROS, Steps.NO_HELO)
    plain = Negotiation(2, Actions.ADD_HEADERS, Steps(0))

    assert wire.negotiation(chosen, {5: "i"}) == bytes.fromhex("00000013 4f 00000006 00000101 00000002 00000005 6900")
    assert wire.negotiation(plain, {5: "i"}) == bytes.fromhex("0000000d 4f 00000002 00000001 00000000")


def test_macros_are_read_with_and_without_braces() -> None:
    data = b"Mi\x004bX2\0{auth_authen}\0sokhcn@thainguyen.gov.vn\0"

    assert wire.read_macros(data) == ("M", {"i": "4bX2", "auth_authen": "sokhcn@thainguyen.gov.vn"})
    assert wire.read_macros(b"C") == ("C", {})


@pytest.mark.parametrize(
    ("encoded", "expected"),
    [
        (wire.add_header("X-A", "b"), b"\0\0\0\x07hX-A\0b\0"),
        (wire.insert_header(1, "X-A", "b"), b"\0\0\0\x0bi\0\0\0\x01X-A\0b\0"),
        (wire.change_header(2, "X-A", ""), b"\0\0\0\x0am\0\0\0\x02X-A\0\0"),
        (wire.reply_code(550, "5.7.1", "no"), b"\0\0\0\x0ey550 5.7.1 no\0"),
        (wire.frame(wire.Reply.CONTINUE), b"\0\0\0\x01c"),
    ],
)
def test_replies_are_written(encoded: bytes, expected: bytes) -> None:
    assert encoded == expected


@pytest.mark.parametrize("text", ["không", "100%", "two\r\nlines", "a\0b"])
def test_a_reply_that_could_break_the_dialogue_is_never_written(text: str) -> None:
    with pytest.raises(ValueError, match="one line of ASCII"):
        wire.reply_code(550, "5.7.1", text)
