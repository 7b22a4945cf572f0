"""Who sees which mailboxes have to be looked after."""

import pytest
from sqlalchemy import select

from backend.audit.models import AuditEntry
from backend.correspondence.models import Fact
from backend.db import Database
from backend.directory.models import RoleAssignment
from backend.settings import Settings
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, FINANCE, HEAD_BOX, NOW, OFFICIAL_BOX, SCIENCE

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"


@pytest.fixture
def settings() -> Settings:
    return Settings(confirm_addresses=True)


@pytest.fixture(autouse=True)
async def bounced(database: Database) -> None:
    """A letter of Science to Finance came back, as is told of both; the official An looks after the province's mail
    servers, the chair does not."""
    async with database.write() as session:
        session.add_all(
            [
                Fact(
                    agency_code=code,
                    month=202601,
                    source="postfix",
                    sequence=1,
                    kind="bounced",
                    at=NOW,
                    queue_id="Q",
                    message_id="a@x",
                    data={"to": {"agency": FINANCE, "box": FINANCE_BOX}},
                )
                for code in (SCIENCE, FINANCE)
            ]
        )
        session.add(RoleAssignment(official_id="AN", role="it_admin", agency_code="H55"))


async def test_whoever_runs_the_servers_sees_the_whole_province(ask: Ask) -> None:
    health = (await ask(OFFICIAL_BOX, "AddressHealth"))["addressHealth"]

    assert [(one["address"], one["agencyName"], one["trouble"]) for one in health["tasks"]] == [
        (FINANCE_BOX, "Sở Tài chính", "BOUNCING")
    ]
    assert (health["agencies"], len(health["unconfirmed"])) == (4, 4)


async def test_a_clerk_and_a_head_see_their_own_agency_alone(ask: Ask) -> None:
    for login in (CLERK_BOX, HEAD_BOX):
        health = (await ask(login, "AddressHealth"))["addressHealth"]
        assert (health["tasks"], health["unconfirmed"]) == ([], ["Sở Khoa học và Công nghệ"])


async def test_a_chair_sees_the_own_agency_and_no_letter_of_those_below(ask: Ask) -> None:
    health = (await ask(CHAIR_BOX, "AddressHealth"))["addressHealth"]
    assert (health["tasks"], health["agencies"]) == ([], 1)


async def test_a_look_names_the_mailboxes_it_showed_once_an_hour(ask: Ask, database: Database) -> None:
    for login in (OFFICIAL_BOX, OFFICIAL_BOX, CHAIR_BOX):  # the chair is shown none
        await ask(login, "AddressHealth")

    async with database.read() as session:
        looks = list(await session.scalars(select(AuditEntry).where(AuditEntry.deed == "look.address_health")))
    assert [(one.login, one.agency_code, one.data["people"]) for one in looks] == [
        (OFFICIAL_BOX, FINANCE, [FINANCE_BOX])
    ]
