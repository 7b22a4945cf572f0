"""Three who keep duty, two for the whole province, and a page that is signed in as one after another."""

import re

import httpx

from backend.access.roles import Role
from backend.db import Database
from backend.directory.models import LoginMailbox, Mailbox, Official, RoleAssignment
from tests.unit.small_province import COMMITTEE, FINANCE, NOW
from tests.unit.web.conftest import PASSWORD

PATH = "/truc"
NIGHT_BOX, DAY_BOX, OTHERS_BOX = (f"{name}@thainguyen.gov.vn" for name in ("trucdem", "trucngay", "truc.stc"))


async def add_people(database: Database) -> None:
    """Two of the whole province, one of a single department."""
    rows = (
        (NIGHT_BOX, "Lê Đêm", COMMITTEE, Role.IT_ADMIN),
        (DAY_BOX, "Trần Ngày", COMMITTEE, Role.SUPPORT_DESK),
        (OTHERS_BOX, "Phạm Sở", FINANCE, Role.IT_ADMIN),
    )
    for number, (box, name, agency, role) in enumerate(rows):
        async with database.write() as session:
            session.add(Mailbox(address=box, agency_code=agency, kind="personal", published_at=NOW))
            session.add(Official(id=f"TR{number}", name=name, post="x", agency_code=agency, login=box))
        async with database.write() as session:
            session.add(LoginMailbox(login=box, address=box))
            session.add(RoleAssignment(official_id=f"TR{number}", role=role, agency_code=agency))


class Keeper:
    """Signed in as one after another."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.page, self.person, self.agency = "", "", COMMITTEE

    async def sign_in(self, login: str, query: str = "") -> str:
        self._client.cookies.clear()
        self.person = {NIGHT_BOX: "TR0", DAY_BOX: "TR1", OTHERS_BOX: "TR2"}.get(login, "HA")
        form = {"login": login, "password": PASSWORD}
        answer = await self._client.post(f"{PATH}/dang-nhap{query}", data=form, follow_redirects=True)
        self.page, self.status = answer.text, answer.status_code
        return self.page

    async def send(self, query: str = "", **answers: str) -> int:
        key = re.search(r'name="form_key" value="([0-9a-f]+)"', self.page)
        assert key is not None
        form = {"form_key": key[1], "person": self.person, "agency": self.agency, **answers}
        answer = await self._client.post(f"{PATH}{query}", data=form, follow_redirects=True)
        self.page = answer.text
        return answer.status_code
