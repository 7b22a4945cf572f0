"""Our log as JSON: one object a line, with the ids of what is meant and never a word of content."""

import asyncio
import json
import logging
from collections.abc import Iterator
from datetime import datetime

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from backend import log_context
from backend.app import run_together
from backend.errors import Unavailable
from backend.log_lines import JsonLines, TextLines
from backend.web.middleware import AroundRequests
from tests.unit.gateway.milter_world import ID, FakeJournal, FakeScanner, World, mail


class Lines(logging.Handler):
    """What a collector of logs would get."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines("milter,web"))
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(self.format(record))

    @property
    def read(self) -> list[dict[str, str]]:
        return [json.loads(text) for text in self.texts]


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler, root = Lines(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_line_is_one_object_with_a_time_in_utc(lines: Lines) -> None:
    logging.getLogger("congvu.x").warning("two\nlines of %s", 'a "word"')

    [text], [line] = lines.texts, lines.read
    assert "\n" not in text
    assert line.keys() == {"time", "level", "logger", "message", "role"}
    assert (line["level"], line["logger"], line["role"]) == ("WARNING", "congvu.x", "milter,web")
    assert line["message"] == 'two\nlines of a "word"'
    assert line["time"].endswith("Z")
    assert datetime.fromisoformat(line["time"]).utcoffset() is not None


def test_of_an_error_its_kind_is_written_and_never_its_message(lines: Lines) -> None:
    record = None
    try:
        raise ValueError("TOI MAT.docx")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "failed", (), (type(error), error, error.__traceback__))

    assert json.loads(JsonLines("web").format(record))["error"] == "ValueError"
    assert TextLines().format(record).endswith("failed\nValueError")
    for form in (JsonLines("web"), TextLines()):
        assert "docx" not in form.format(record)


async def test_what_a_role_and_its_tasks_log_bears_its_name(lines: Lines) -> None:
    stop = asyncio.Event()

    async def role(name: str) -> None:
        await asyncio.create_task(asyncio.to_thread(logging.getLogger("congvu.x").info, name))
        stop.set()
        await stop.wait()

    await run_together({"worker": role("worker"), "milter": role("milter")}, stop)

    said = [line for line in lines.read if line["logger"] == "congvu.x"]
    assert {line["message"]: line["role"] for line in said} == {"worker": "worker", "milter": "milter"}


async def test_a_letter_at_the_gate_is_named_by_the_mail_servers_id_and_ours(lines: Lines) -> None:
    async def refuse() -> None:
        await World(journal=FakeJournal(full=True), scanner=FakeScanner()).decide(mail("a@b.vn"))
        logging.getLogger("congvu.x").info("after")

    await asyncio.create_task(refuse())

    [line] = [line for line in lines.read if line["logger"] == "congvu.x"]
    assert (line["queue_id"], line["letter_id"]) == ("4bX2kT", ID)
    assert log_context.QUEUE_ID.get() == ""


async def test_a_letter_that_was_not_judged_has_no_id_of_ours(lines: Lines) -> None:
    async def put_off() -> None:
        await World(scanner=FakeScanner(error=Unavailable("x"))).decide(mail("a@b.vn"))
        logging.getLogger("congvu.x").info("after")

    await asyncio.create_task(put_off())

    [line] = [line for line in lines.read if line["logger"] == "congvu.x"]
    assert line["queue_id"] == "4bX2kT"
    assert "letter_id" not in line


async def answer(_request: Request) -> Response:
    logging.getLogger("congvu.x").info("inside")
    return PlainTextResponse("")


async def asked(port: int, **headers: str) -> httpx.Response:
    application = AroundRequests(Starlette(routes=[Route("/", answer)]), over_https=False)
    transport = httpx.ASGITransport(application, client=("10.0.0.1", port))
    async with httpx.AsyncClient(transport=transport, base_url="http://x", headers=headers) as client:
        return await client.get("/")


async def test_every_line_of_a_request_bears_the_id_that_is_answered(lines: Lines) -> None:
    given = (await asked(4711)).headers["x-request-id"]

    said = [line for line in lines.read if line["logger"].startswith("congvu.")]
    assert [line["logger"] for line in said] == ["congvu.x", "congvu.access"]
    assert {line["request_id"] for line in said} == {given}


@pytest.mark.parametrize(
    ("port", "named", "taken"),
    [
        (0, "0123456789abcdef", True),  # port 0: an address that a trusted proxy named
        (4711, "0123456789abcdef", False),  # whoever asks directly
        (0, "short", False),
        (0, "x" * 65, False),
        (0, 'a"},{"level":"x', False),
        (0, "canbo@thainguyen.gov.vn", False),
    ],
)
async def test_a_trusted_proxys_id_is_taken_if_it_has_the_form_of_one(port: int, named: str, *, taken: bool) -> None:
    given = (await asked(port, **{"X-Request-Id": named})).headers["x-request-id"]

    assert (given == named) is taken
