"""Mail programs find their servers by themselves, and learn nothing of which mailboxes there are."""

from collections.abc import AsyncIterator
from xml.etree import ElementTree

import httpx
import pytest

from backend.clock import FixedClock
from backend.db import Database
from backend.directory.search import DirectorySearch
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from tests.unit.small_province import CLERK_BOX
from tests.unit.web.conftest import ORIGIN, FakeMailServer, no_graphql, no_socket, nobody

SERVERS = {"client_imap_host": "imap.thainguyen.gov.vn", "client_smtp_host": "smtp.thainguyen.gov.vn"}
OUTLOOK = "{http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a}"
QUESTION = (
    '<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/'
    'outlook/requestschema/2006"><Request><EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>'
    "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>"
    "</Request></Autodiscover>"
)
XML = {"Content-Type": "text/xml; charset=utf-8"}


@pytest.fixture
async def mail_program(
    settings: Settings, database: Database, clock: FixedClock, search: DirectorySearch
) -> AsyncIterator[httpx.AsyncClient]:
    its = settings.changed(**SERVERS)
    parts = WebParts(its, database, clock, FakeMailServer(), no_graphql, no_socket, search, nobody)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_application(parts)), base_url=ORIGIN) as client:
        yield client


@pytest.mark.parametrize("path", ["/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml"])
async def test_thunderbird_is_told_the_servers_and_the_guide(mail_program: httpx.AsyncClient, path: str) -> None:
    answer = await mail_program.get(path, params={"emailaddress": CLERK_BOX})

    assert answer.headers["content-type"] == "text/xml; charset=utf-8"
    [provider] = ElementTree.fromstring(answer.text)
    for tag, host, port in (("incomingServer", "imap", "993"), ("outgoingServer", "smtp", "465")):
        server = provider.find(tag)
        assert server is not None
        assert server.get("type") == host
        assert [server.findtext(one) for one in ("hostname", "port", "socketType", "username")] == [
            f"{host}.thainguyen.gov.vn", port, "SSL", "%EMAILADDRESS%",
        ]  # fmt: skip
    documentation = provider.find("documentation")
    assert documentation is not None
    assert str(documentation.get("url")).endswith("/huong-dan/phan-mem-thu-tren-may")


@pytest.mark.parametrize("path", ["/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml"])
async def test_outlook_is_told_the_servers_with_its_own_address_as_log_in(
    mail_program: httpx.AsyncClient, path: str
) -> None:
    answer = await mail_program.post(path, content=QUESTION.format(address=CLERK_BOX), headers=XML)

    protocols = list(ElementTree.fromstring(answer.text).iter(f"{OUTLOOK}Protocol"))
    told = [
        [one.findtext(f"{OUTLOOK}{name}") for name in ("Type", "Server", "Port", "LoginName", "SSL")]
        for one in protocols
    ]
    assert told == [
        ["IMAP", "imap.thainguyen.gov.vn", "993", CLERK_BOX, "on"],
        ["SMTP", "smtp.thainguyen.gov.vn", "465", CLERK_BOX, "on"],
    ]


async def test_an_address_that_is_nobodys_gets_the_same_answer(mail_program: httpx.AsyncClient) -> None:
    nobodys = CLERK_BOX.replace("sokhcn", "khong-co-ai")
    real, invented = [
        await mail_program.get("/mail/config-v1.1.xml", params={"emailaddress": one}) for one in (CLERK_BOX, nobodys)
    ]
    by_outlook = [
        (
            await mail_program.post("/autodiscover/autodiscover.xml", content=QUESTION.format(address=one), headers=XML)
        ).text
        for one in (CLERK_BOX, nobodys)
    ]

    assert real.text == invented.text
    assert by_outlook[0].replace(CLERK_BOX, nobodys) == by_outlook[1]


async def test_another_domain_and_no_address_are_told_nothing(mail_program: httpx.AsyncClient) -> None:
    other = await mail_program.get("/mail/config-v1.1.xml", params={"emailaddress": "a@elsewhere.example"})
    by_outlook = await mail_program.post(
        "/autodiscover/autodiscover.xml", content=QUESTION.format(address="a@elsewhere.example"), headers=XML
    )
    without = await mail_program.post("/autodiscover/autodiscover.xml", content="<a/>", headers=XML)

    assert other.status_code == 404
    assert "imap." not in by_outlook.text
    assert "<ErrorCode>600</ErrorCode>" in by_outlook.text == without.text


async def test_a_document_that_grows_when_it_is_read_is_not_read(mail_program: httpx.AsyncClient) -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "{CLERK_BOX}">]>' + QUESTION.format(address="&b;")

    answer = await mail_program.post("/autodiscover/autodiscover.xml", content=bomb, headers=XML)

    assert "<ErrorCode>600</ErrorCode>" in answer.text


async def test_a_province_that_names_no_servers_answers_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.get("/mail/config-v1.1.xml")).status_code == 404
    answer = await client.post(
        "/autodiscover/autodiscover.xml", content=QUESTION.format(address=CLERK_BOX), headers=XML
    )
    assert answer.status_code == 404


async def test_the_guide_names_the_servers_for_whoever_types_them(
    mail_program: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    assert "imap.thainguyen.gov.vn" in (await mail_program.get("/huong-dan/phan-mem-thu-tren-may")).text
    assert "imap.thainguyen.gov.vn" not in (await mail_program.get("/huong-dan/dang-nhap")).text
    assert "IMAP · SSL/TLS" not in (await client.get("/huong-dan/phan-mem-thu-tren-may")).text
