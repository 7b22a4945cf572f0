"""How often papers were stopped: the state-secrets officer's alone, of the agency, on record, the same on page and by
GraphQL."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from backend.audit.models import AuditEntry
from backend.classification import clearing
from backend.classification.declarations import BrowserReport, DeclarationReason, Declarer
from backend.classification.service import declare, report_verdicts
from backend.classification.verdict import Action
from backend.clock import FixedClock
from backend.correspondence.models import Fact
from backend.db import Database
from backend.directory.models import RoleAssignment
from backend.directory.search import DirectorySearch
from backend.graphql.endpoint import RESPONSE_TYPE, GraphQLEndpoint
from backend.graphql.persisted import load_operations
from backend.settings import Settings
from tests.unit.graphql.conftest import OPERATION_IDS, bearer
from tests.unit.small_province import FINANCE, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE
from tests.unit.web.conftest import ORIGIN
from tests.unit.web.test_clearance_page import signed_in
from tests.unit.web.test_page_permissions import application

OF_THE_OFFICER = "Chỉ người phụ trách bảo vệ bí mật nhà nước của cơ quan thấy các số này"
MONTH_AGO = NOW - timedelta(days=31)


def refusal(sequence: int, kind: str, at: datetime, agency: str = SCIENCE, **data: str) -> Fact:
    return Fact(
        agency_code=agency,
        month=at.year * 100 + at.month,
        source="milter",
        sequence=sequence,
        kind=kind,
        at=at,
        data=data,
    )


@pytest.fixture(autouse=True)
async def stopped(database: Database) -> None:
    """Two files stopped in browsers, one more confirmed and one long ago; a refused letter, others that do not count;
    one removed message; one file cleared, one entered alone, one vouched for."""
    block = BrowserReport(None, Action.BLOCK, "marked", ("secrecy.marking",), "2026.1.1", None, None, 3)
    confirm = BrowserReport("c" * 22, Action.CONFIRM, "unreadable", (), "2026.1.1", None, None, 3)
    somebody, other = (Declarer(f"{one}@x", SCIENCE, one) for one in ("X", "Y"))
    sent = {"direction": "submission", "action": "block"}
    async with database.write() as session:
        session.add(RoleAssignment(official_id="AN", role="secrets_officer", agency_code=SCIENCE))
        report_verdicts(session, OFFICIAL_BOX, SCIENCE, [block, block, confirm], NOW)
        report_verdicts(session, OFFICIAL_BOX, SCIENCE, [block], MONTH_AGO)
        report_verdicts(session, OFFICIAL_BOX, FINANCE, [block] * 7, NOW)
        session.add(refusal(1, "refused", NOW, **sent))
        session.add(refusal(2, "refused", NOW, direction="inbound", action="block"))
        session.add(refusal(3, "refused", NOW, direction="submission", action="confirm"))
        session.add(refusal(4, "removed", NOW, action="block"))
        session.add(refusal(5, "refused", MONTH_AGO, **sent))
        session.add(refusal(6, "refused", NOW, FINANCE, **sent))
        declare(session, somebody, "c" * 22, DeclarationReason.CHECKED_UNREADABLE, NOW)
    for approved in (True, False):
        async with database.write() as session:
            row = clearing.enter(session, application(somebody), NOW)
            await session.flush()
            if approved:
                await clearing.approve(session, row.id, other, NOW)


@pytest.fixture(autouse=True)
def a_moment_later(clock: FixedClock) -> None:
    clock.set(NOW + timedelta(minutes=1))


@pytest.fixture
async def graphql(
    database: Database, clock: FixedClock, settings: Settings, search: DirectorySearch
) -> AsyncIterator[httpx.AsyncClient]:
    endpoint = GraphQLEndpoint(database, clock, settings, load_operations(), search)
    routes = [Route("/graphql", endpoint.serve, methods=["POST"])]
    transport, headers = httpx.ASGITransport(Starlette(routes=routes)), {"Accept": RESPONSE_TYPE}
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
        yield client


async def test_the_officer_sees_the_agencys_numbers_the_same_in_both_places(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database
) -> None:
    page = (await signed_in(client, OFFICIAL_BOX)).text
    body = {"id": OPERATION_IDS["SecrecyCounts"], "variables": {"agency": SCIENCE}}
    answer = await graphql.post("/graphql", json=body, headers=await bearer(database, OFFICIAL_BOX))
    found = answer.json()["data"]["secrecyCounts"]

    numbers = {name: found[name] for name in ("blocked", "refused", "removed", "cleared", "declared")}
    assert numbers == {"blocked": 2, "refused": 1, "removed": 1, "cleared": 1, "declared": 1}
    assert OF_THE_OFFICER in page
    assert "2 lần trình duyệt chặn một tệp" in page
    assert "1 thư máy chủ từ chối" in page
    async with database.read() as session:
        looks = await session.scalars(select(AuditEntry).where(AuditEntry.deed == "look.secrecy_counts"))
        assert {(entry.login, entry.agency_code) for entry in looks} == {(OFFICIAL_BOX, SCIENCE)}


async def test_a_head_who_may_approve_clearances_does_not_see_them(client: httpx.AsyncClient) -> None:
    page = (await signed_in(client, HEAD_BOX)).text

    assert "Các tệp đã nhập" in page
    assert OF_THE_OFFICER not in page
