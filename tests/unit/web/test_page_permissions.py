"""Which page opens to whom: every route × a stranger and every role, and the deeds of the one page where roles differ.

What is expected stands here as words, apart from the table the product decides by.
"""

import re
from collections.abc import Mapping

import httpx
import pytest
from starlette.routing import Route

from backend.access.roles import Role
from backend.classification import clearing
from backend.classification.clearances import Application
from backend.classification.declarations import Declarer
from backend.db import Database
from backend.directory.models import Agency, LoginMailbox, Mailbox, Official, RoleAssignment
from tests.unit.small_province import COMMITTEE, FINANCE, NOW, SCIENCE
from tests.unit.web.conftest import PASSWORD

BELOW = f"{SCIENCE}.1"
PLACES = {"own": SCIENCE, "below": BELOW, "above": COMMITTEE, "beside": FINANCE}
ENTER = {Role.CLERK, Role.HEAD, Role.SECRETS_OFFICER}
APPROVE = {Role.HEAD, Role.SECRETS_OFFICER}
PROTECTION = {Role.HEAD, Role.IT_ADMIN}
FIGURES = {Role.HEAD, Role.AUDITOR}
REVOKE = ENTER | APPROVE
REPORTS = {Role.CLERK, Role.HEAD, Role.AUDITOR}
RULES = {Role.RULE_EDITOR, Role.RULE_APPROVER}

# What GET answers; everything else is a POST and answers below. {code}, {form} and {name} name nothing here.
ANYBODY: Mapping[str, int] = {
    "/": 200,
    "/dang-nhap": 200,
    "/dang-nhap/khan-cap": 200,
    "/cong-khai": 200,
    "/mail/config-v1.1.xml": 404,
    "/.well-known/autoconfig/mail/config-v1.1.xml": 404,
    "/vuong-mac": 200,  # who is it?
    "/truc": 200,  # who is it?
    "/huong-dan/da-doc": 200,  # who is it?
    "/huong-dan/lop-hoc": 200,  # who is it?
    "/huong-dan": 200,
    "/huong-dan/{name}": 404,
    "/huong-dan/hinh/{name}": 404,
    "/huong-dan/vi-sao": 200,
    "/huong-dan/vi-sao/{code}": 404,
    "/tra-cuu": 200,
    "/du-lieu-ca-nhan": 200,
    "/du-lieu-ca-nhan/cua-toi": 200,  # who is it?
    "/du-lieu-ca-nhan/yeu-cau": 200,  # who is it?
    "/du-lieu-ca-nhan/danh-gia-tac-dong.docx": 200,  # who is it?
    "/du-lieu-ca-nhan/khi-lo-du-lieu.docx": 200,  # who is it?
    "/dia-chi": 404,
    "/xac-nhan/{code}": 200,  # who is it?
    "/cho-phep": 200,  # who is it?
    "/quy-tac": 200,  # who is it?
    "/nhat-ky": 200,  # who is it?
    "/extension/authorize": 400,  # by the extension only
    "/bang-dieu-hanh": 200,  # who is it?
    "/bang-dieu-hanh/{name}.csv": 401,
    "/bang-dieu-hanh/chi-thi": 200,  # who is it?
    "/bang-dieu-hanh/chi-thi/{name}.csv": 401,
    "/bang-dieu-hanh/chi-thi/{name}.xlsx": 401,
    "/bao-cao": 200,  # who is it?
    "/bao-cao/{name}": 200,  # who is it?
    "/bao-cao/{code}/don-doc/{name}": 200,  # who is it?
    "/bang-dieu-hanh/{name}.xlsx": 401,
    "/bang-dieu-hanh/nam-lan-kiem-tra": 200,  # who is it?
    "/quy-che": 200,  # who is it?
    "/quy-che/{name}": 200,  # who is it?
    "/bao-ve": 200,  # who is it?
    "/bao-ve.csv": 401,
    "/directory": 200,
    "/directory.{form}": 404,
    "/directory/changes": 200,
    "/directory/{code}": 404,
    "/static/{name}": 404,
    "/rules/candidate": 204,
    "/extension/updates.xml": 404,  # where there is a file to offer, anybody's browser may ask
    "/extension/updates.json": 404,
    "/extension/files/{name}": 404,
    "/rules/bundle": 200,
    "/healthz": 200,
    "/readyz": 200,
    "/metrics": 404,  # from this machine, or with a token: see test_metrics_page
}
SIGNED_IN = {"/dang-nhap": 303, "/xac-nhan/{code}": 404}  # led home; a request that is not this log-in's


def login_of(role: Role) -> str:
    return f"{role.replace('_', '')}@thainguyen.gov.vn"


@pytest.fixture(autouse=True)
async def holders(database: Database) -> None:
    """One official for each role, at `SCIENCE`, each with a mailbox of their own."""
    async with database.write() as session:
        session.add(Agency(code=BELOW, name="Trung tâm", kind="unit", parent=SCIENCE))
        session.add_all(
            [Mailbox(address=login_of(role), agency_code=SCIENCE, kind="personal", published_at=NOW) for role in Role]
        )
        session.add_all(
            [Official(id=f"O{role}", name=role, post="x", agency_code=SCIENCE, login=login_of(role)) for role in Role]
        )
    async with database.write() as session:
        session.add_all([LoginMailbox(login=login_of(role), address=login_of(role)) for role in Role])
        session.add_all([RoleAssignment(official_id=f"O{role}", role=role, agency_code=SCIENCE) for role in Role])


async def entered(database: Database, agency: str, *, approved: bool = False) -> str:
    """A clearance that somebody else of this agency entered."""
    async with database.write() as session:
        somebody, other = (Declarer(f"{one}@{agency}", agency, one) for one in ("X", "Y"))
        row = clearing.enter(session, application(somebody), NOW)
        await session.flush()
        if approved:
            await clearing.approve(session, row.id, other, NOW)
        return row.id


def application(who: Declarer) -> Application:
    return Application(
        who=who,
        fingerprint="c" * 22,
        decision_number="12/QĐ-SKHCN",
        decided_on=NOW.date(),
        valid_until=NOW.replace(day=NOW.day + 3),
    )


async def sign_in(client: httpx.AsyncClient, role: Role) -> str:
    """The key of this visit's forms."""
    client.cookies.clear()
    form = {"login": login_of(role), "password": PASSWORD}
    page = await client.post("/dang-nhap", data=form, follow_redirects=True)
    found = re.search(r'name="form_key" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


def get_routes(client: httpx.AsyncClient) -> set[str]:
    transport = client._transport
    assert isinstance(transport, httpx.ASGITransport)
    routes = transport.app.routes  # type: ignore[attr-defined]
    return {route.path for route in routes if isinstance(route, Route) and "GET" in (route.methods or ())}


async def statuses(client: httpx.AsyncClient) -> dict[str, int]:
    paths = {path: path.format(code="X", form="X", name="X") for path in ANYBODY}
    return {path: (await client.get(asked)).status_code for path, asked in paths.items()}


async def test_every_page_is_decided(client: httpx.AsyncClient) -> None:
    assert get_routes(client) == ANYBODY.keys()


async def test_a_stranger_opens_what_is_for_anybody(client: httpx.AsyncClient) -> None:
    assert await statuses(client) == ANYBODY


@pytest.mark.parametrize("role", Role)
async def test_whoever_is_signed_in_opens_what_their_role_opens(client: httpx.AsyncClient, role: Role) -> None:
    await sign_in(client, role)

    looks_after = 200 if role in PROTECTION else 403
    figures, no_table = (200, 404) if role in FIGURES else (403, 403)
    reports, no_report = (200, 404) if role in REPORTS else (403, 403)
    by_role = {
        "/bao-cao": reports,
        "/bao-cao/{name}": no_report,
        "/bao-cao/{code}/don-doc/{name}": no_report,
        "/quy-che/{name}": 404 if role in {Role.CLERK, Role.HEAD} else 403,
        "/truc": 200 if role in {Role.IT_ADMIN, Role.SUPPORT_DESK} else 403,
        "/bao-ve": looks_after,
        "/bao-ve.csv": looks_after,
        "/bang-dieu-hanh": figures,
        "/bang-dieu-hanh/{name}.csv": no_table,
        "/bang-dieu-hanh/chi-thi": figures,
        "/bang-dieu-hanh/chi-thi/{name}.csv": no_table,
        "/bang-dieu-hanh/chi-thi/{name}.xlsx": no_table,
        "/bang-dieu-hanh/{name}.xlsx": no_table,
        "/bang-dieu-hanh/nam-lan-kiem-tra": figures,
    }
    assert await statuses(client) == {**ANYBODY, **SIGNED_IN, **by_role}
    assert ('href="/bang-dieu-hanh"' in (await client.get("/")).text) is (role in FIGURES)
    assert ('href="/bao-ve"' in (await client.get("/")).text) is (role in PROTECTION)
    assert ('href="/bao-cao"' in (await client.get("/")).text) is (role in REPORTS)
    shown = (await client.get("/cho-phep")).text
    assert ('value="enter"' in shown) is (role in ENTER)
    assert ('id="in_force"' in (await client.get("/quy-tac")).text) is (role in RULES)
    assert ('href="/quy-tac"' in (await client.get("/")).text) is (role in RULES)
    assert ('href="/cho-phep"' in (await client.get("/")).text) is (role in ENTER | APPROVE)


@pytest.mark.parametrize("role", Role)
async def test_a_clearance_is_entered_by_its_roles_for_their_own_agency(
    client: httpx.AsyncClient, database: Database, role: Role
) -> None:
    form = {"fingerprint": "d" * 22, "decision_number": "7/QĐ-UBND", "decided_on": "2026-01-05", "valid_days": "1"}
    key = await sign_in(client, role)
    await client.post(
        "/cho-phep", data={**form, "deed": "enter", "person": f"O{role}", "promise": "yes", "form_key": key}
    )

    async with database.read() as session:
        rows = {place: list(await clearing.of_agency(session, code, NOW)) for place, code in PLACES.items()}
    assert {place for place, found in rows.items() if found} == ({"own"} if role in ENTER else set())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", PLACES)
async def test_a_clearance_is_approved_and_revoked_by_its_roles_in_their_own_agency(
    client: httpx.AsyncClient, database: Database, role: Role, place: str
) -> None:
    waiting = await entered(database, PLACES[place])
    standing = await entered(database, PLACES[place], approved=True)
    said = {"person": f"O{role}", "promise": "yes", "form_key": await sign_in(client, role)}
    await client.post("/cho-phep", data={**said, "deed": "approve", "clearance": waiting})
    await client.post("/cho-phep", data={**said, "deed": "revoke", "clearance": standing})

    async with database.read() as session:
        rows = {row.id: row for row in await clearing.of_agency(session, PLACES[place], NOW)}
    assert (rows[waiting].approved_by is not None) is (place == "own" and role in APPROVE)
    assert (rows[standing].revoked_by is not None) is (place == "own" and role in REVOKE)
