"""A milter connection as frames: what is collected, when it is forgotten, how much is held."""

import pytest

from backend.gateway.milter_frames import Command, Frame, ProtocolError
from backend.gateway.milter_session import Mail, MemoryBudget, Overflow, Session

OFFER = Frame(Command.NEGOTIATE, bytes.fromhex("00000006 000001ff 001fffff"))
OLD_OFFER = Frame(Command.NEGOTIATE, bytes.fromhex("00000002 0000003f 0000007f"))
CONTINUE = b"\0\0\0\x01c"


def macros(stage: str, *pairs: str) -> Frame:
    return Frame(Command.MACROS, stage.encode() + b"".join(word.encode() + b"\0" for word in pairs))


def session(limit: int = 1000, budget: MemoryBudget | None = None) -> Session:
    opened = Session(budget or MemoryBudget(10_000), limit)
    opened.receive(OFFER)
    return opened


def feed(opened: Session, *frames: Frame) -> list[bytes | Mail]:
    return [opened.receive(frame) for frame in frames]


def message(body: bytes = b"xin chao\r\n", login: str = "an@thainguyen.gov.vn") -> list[Frame]:
    return [
        *([macros("M", "{auth_authen}", login)] if login else []),
        Frame(Command.SENDER, b"<an@thainguyen.gov.vn>\0SIZE=10\0"),
        Frame(Command.RECIPIENT, b"<binh@nguoidan.example>\0"),
        Frame(Command.RECIPIENT, b"<lan@nguoidan.example>\0NOTIFY=NEVER\0"),
        Frame(Command.HEADER, b"Subject\0Chao\0"),
        Frame(Command.HEADER, b"X-Folded\0a\n\tb\0"),
        Frame(Command.BODY, body),
        macros("E", "i", "4bX2kT"),
        Frame(Command.END_OF_MESSAGE, b""),
    ]


def last(answers: list[bytes | Mail]) -> Mail:
    mail = answers[-1]
    assert isinstance(mail, Mail)
    return mail


def test_a_message_is_collected_as_it_came() -> None:
    answers = feed(session(), *message())
    mail = last(answers)

    assert answers[:-1] == [b""] * 8
    assert (mail.login, mail.queue_id) == ("an@thainguyen.gov.vn", "4bX2kT")
    assert mail.sender == "an@thainguyen.gov.vn"
    assert mail.recipients == ("binh@nguoidan.example", "lan@nguoidan.example")
    assert mail.raw() == b"Subject: Chao\r\nX-Folded: a\r\n\tb\r\n\r\nxin chao\r\n"


def test_a_server_that_wants_every_step_answered_gets_every_answer() -> None:
    opened = Session(MemoryBudget())
    assert opened.receive(OLD_OFFER) == bytes.fromhex("0000000d 4f 00000002 00000011 00000042")

    answers = feed(opened, Frame(Command.CONNECT, b"x"), Frame(Command.HELO, b"x\0"), *message(login=""))
    assert [answer for answer in answers if not isinstance(answer, Mail)] == [*[CONTINUE] * 8, b""]


def test_a_last_chunk_may_come_with_the_end() -> None:
    frames = [*message()[:-1], Frame(Command.END_OF_MESSAGE, b"the end\r\n")]

    assert last(feed(session(), *frames)).raw().endswith(b"xin chao\r\nthe end\r\n")


def test_the_null_sender_is_empty() -> None:
    frames = [Frame(Command.SENDER, b"<>\0"), Frame(Command.END_OF_MESSAGE, b"")]

    assert last(feed(session(), *frames)).sender == ""


def test_the_login_of_one_message_never_speaks_for_the_next() -> None:
    opened = session()
    feed(opened, *message())
    opened.end_message()

    assert last(feed(opened, *message(login=""))).login == ""


@pytest.mark.parametrize("interruption", [Command.ABORT, Command.QUIT_NEW_CONNECTION])
def test_an_abort_forgets_the_message_and_who_sent_it(interruption: Command) -> None:
    budget = MemoryBudget(10_000)
    opened = session(budget=budget)
    feed(opened, *message()[:-1], Frame(interruption, b""))

    assert budget.held_bytes == 0
    assert last(feed(opened, *message(b"second", login=""))).login == ""


def test_a_second_sender_without_an_abort_begins_anew() -> None:
    budget = MemoryBudget(10_000)
    opened = session(budget=budget)
    feed(opened, *message()[:-1])

    assert last(feed(opened, *message(b"second"))).raw().endswith(b"\r\n\r\nsecond")
    opened.end_message()
    assert budget.held_bytes == 0


def test_a_message_that_is_too_large_is_let_go_at_once() -> None:
    budget = MemoryBudget(10_000)
    opened = session(limit=500, budget=budget)
    chunks = [Frame(Command.BODY, b"x" * 200)] * 5
    mail = last(feed(opened, *message()[:6], *chunks, Frame(Command.END_OF_MESSAGE, b"")))

    assert mail.overflow is Overflow.TOO_LARGE
    assert (mail.headers, mail.body) == ((), ())
    assert budget.held_bytes == 0


def test_all_connections_together_hold_no_more_than_the_budget() -> None:
    budget = MemoryBudget(1000)
    first, second = session(budget=budget), session(budget=budget)
    feed(first, *message(b"x" * 500)[:-1])
    mail = last(feed(second, *message(b"y" * 500)))

    assert mail.overflow is Overflow.NO_MEMORY
    assert last(feed(first, Frame(Command.END_OF_MESSAGE, b""))).overflow is None
    first.end_message()
    second.end_message()
    assert budget.held_bytes == 0
    assert last(feed(second, *message(b"y" * 500))).overflow is None


@pytest.mark.parametrize(
    "frame",
    [
        Frame(Command.RECIPIENT, b"<a@b>\0"),
        Frame(Command.HEADER, b"A\0b\0"),
        Frame(Command.BODY, b"x"),
        Frame(Command.END_OF_MESSAGE, b""),
        Frame(Command.SENDER, b"no end"),
        Frame(Command.MACROS, b""),
        Frame(Command.NEGOTIATE, bytes.fromhex("00000006 00000001 001fffff")),
    ],
    ids=["recipient", "header", "body", "end", "sender without end", "macros of nothing", "no header may change"],
)
def test_what_the_protocol_does_not_allow_closes_the_connection(frame: Frame) -> None:
    with pytest.raises(ProtocolError):
        session().receive(frame)


def test_nothing_comes_before_the_negotiation() -> None:
    with pytest.raises(ProtocolError):
        Session(MemoryBudget()).receive(Frame(Command.CONNECT, b""))
