"""Whom the directory knows by a log-in, and whose an address is."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from backend.access.roles import Capability, Role, may
from backend.classification.verdict import Ring
from backend.db import Database
from backend.directory import service
from backend.directory.models import LoginMailbox, RoleAssignment
from backend.directory.recipient_checks import Asker, check_recipients
from backend.directory.service import AgencyNotFound
from backend.directory.terms import MailboxKind, OfficialRole, Principal, RecipientCheck, RecipientRing
from tests.unit.directory.conftest import NOW, OFFICIALS, take_over

DOMAINS = {"thainguyen.gov.vn"}


async def principal(database: Database, login: str) -> Principal:
    async with database.read() as session:
        return await service.principal_of(session, login, NOW)


async def checks(database: Database, *addresses: str) -> list[RecipientCheck]:
    async with database.read() as session:
        return await check_recipients(session, addresses, Asker(DOMAINS), NOW)


async def test_a_shared_log_in_has_all_its_people_and_their_mailbox(province: Database) -> None:
    clerks = await principal(province, "SoKHCN@thainguyen.gov.vn ")

    assert clerks.known
    assert clerks.agency is not None
    assert (clerks.agency.code, clerks.agency.name) == ("H55.05", "Sở Khoa học và Công nghệ")
    assert [(person.name, person.post) for person in clerks.people] == [
        ("Nguyễn Thị Vân", "Văn thư"),
        ("Trần Văn Thư", "Văn thư"),
    ]
    assert [(box.address, box.kind) for box in clerks.mailboxes] == [("sokhcn@thainguyen.gov.vn", MailboxKind.AGENCY)]
    assert clerks.roles == {OfficialRole.OFFICIAL, OfficialRole.CLERK}
    assert clerks.head_of == ()


async def test_a_head_leads_the_own_agency(province: Database) -> None:
    head = await principal(province, "giamdoc.sokhcn@thainguyen.gov.vn")

    assert [agency.code for agency in head.head_of] == ["H55.05"]
    assert OfficialRole.HEAD in head.roles


async def test_what_one_of_two_people_may_do_a_shared_log_in_may_not(province: Database) -> None:
    shared = OFFICIALS.replace("giamdoc.sokhcn@", "sokhcn@")
    await take_over(province, {"officials.csv": shared})

    assert (await principal(province, "sokhcn@thainguyen.gov.vn")).roles == {OfficialRole.OFFICIAL}


async def test_a_stranger_is_not_known(province: Database) -> None:
    stranger = await principal(province, "ai@thainguyen.gov.vn")

    assert not stranger.known
    assert (stranger.agency, stranger.roles, stranger.people) == (None, frozenset(), ())


async def test_a_log_in_may_speak_for_several_mailboxes_its_own_first(province: Database) -> None:
    async with province.write() as session:
        session.add(LoginMailbox(login="sokhcn@thainguyen.gov.vn", address="an.nguyen@thainguyen.gov.vn"))

    clerks = await principal(province, "sokhcn@thainguyen.gov.vn")
    assert [box.address for box in clerks.mailboxes] == ["sokhcn@thainguyen.gov.vn", "an.nguyen@thainguyen.gov.vn"]


async def test_a_role_that_has_ended_or_not_begun_counts_for_nothing(province: Database) -> None:
    head = await principal(province, "giamdoc.sokhcn@thainguyen.gov.vn")
    async with province.write() as session:
        held = RoleAssignment.official_id == head.people[0].id, RoleAssignment.role == "head"
        standing = (await session.scalars(select(RoleAssignment).where(*held))).one()
        standing.valid_to = date(2026, 1, 5)
        session.add(
            RoleAssignment(
                official_id=head.people[0].id, role="head", agency_code="H55.40", valid_from=date(2026, 1, 6)
            )
        )

    assert (await principal(province, "giamdoc.sokhcn@thainguyen.gov.vn")).head_of == ()


RECEIVING = {
    Capability.READ_LETTERS,
    Capability.ACT_ON_LETTERS,
    Capability.READ_MAILBOX_CHECKS,
    Capability.NOTE_MAILBOX_CHECK,
}


@pytest.mark.parametrize(
    ("role", "opened"),
    [
        ("deputy", {*RECEIVING, Capability.ISSUE, Capability.READ_ISSUED}),
        ("receiver", RECEIVING),
        ("delegate", set()),  # what was delegated is for people to read
    ],
)
async def test_an_assignment_opens_its_rights_from_its_first_day_until_the_day_it_ends(
    province: Database, role: str, opened: set[Capability]
) -> None:
    head = "agency,official,role,valid_from,valid_to,decision_number,delegator,scope"
    delegator = "Lê Minh Hà,Ký thay" if role == "delegate" else ","
    line = f"H55.05,Nguyễn Văn An,{role},2026-01-06,2026-01-10,3/QĐ-SKHCN,{delegator}"
    await take_over(province, {"assignments.csv": f"{head}\n{line}\n"})

    for day, expected in ((5, set()), (6, opened), (9, opened), (10, set())):
        async with province.read() as session:
            at = datetime(2026, 1, day, 1, tzinfo=UTC)
            an = await service.principal_of(session, "an.nguyen@thainguyen.gov.vn", at)
        held = {one for one in Capability if may(an.grants, one, ("H55.05", "H55"))}
        assert held - {Capability.USE_PLUGIN, Capability.DECLARE} == expected, day


async def test_rings_and_names_of_recipients(province: Database) -> None:
    found = await checks(
        province, "SoKHCN@thainguyen.gov.vn", "khac@thainguyen.gov.vn", "ttcntt@gmail.com", "ban@gmail.com"
    )

    assert [(check.ring, check.agency_name) for check in found] == [
        (RecipientRing.PROVINCE, "Sở Khoa học và Công nghệ"),
        (RecipientRing.PROVINCE, None),
        (RecipientRing.OFFICIAL, "Sở Khoa học và Công nghệ"),
        (RecipientRing.OTHER, None),
    ]
    assert found[0].address == "SoKHCN@thainguyen.gov.vn"


async def test_a_subdomain_is_not_the_domain(province: Database) -> None:
    [check] = await checks(province, "ai@mail.thainguyen.gov.vn")

    assert check.ring is RecipientRing.OTHER


async def test_for_a_private_address_the_official_mailbox_is_offered(province: Database) -> None:
    own, agencys = await checks(province, "An@Thu.example", "binh@thu.example")

    assert own.official_instead is not None
    assert (own.official_instead.name, own.official_instead.address) == (
        "Nguyễn Văn An",
        "an.nguyen@thainguyen.gov.vn",
    )
    assert agencys.official_instead is not None
    assert agencys.official_instead.address == "phuluong@thainguyen.gov.vn"  # she has no log-in of her own


async def test_an_agency_nobody_knows_is_not_found(province: Database) -> None:
    async with province.read() as session:
        with pytest.raises(AgencyNotFound):
            await service.agency_by_code(session, "H99")


def test_the_directorys_words_are_those_of_the_other_rooms() -> None:
    assert {role.value for role in OfficialRole} == {role.value for role in Role}
    assert {ring.value for ring in RecipientRing} == {ring.value for ring in Ring}


async def test_another_address_of_an_official_mailbox_is_official_while_it_works(province: Database) -> None:
    alias = "alias,address,valid_to\n{}@backan.gov.vn,sokhcn@thainguyen.gov.vn,{}\n"
    await take_over(
        province, {"a.csv": alias.format("sokhcn", "2027-01-01"), "b.csv": alias.format("cu", "2026-01-01")}
    )

    works, ended = await checks(province, "SoKHCN@backan.gov.vn", "cu@backan.gov.vn")

    assert (works.ring, works.agency_name) == ("official", "Sở Khoa học và Công nghệ")
    assert (ended.ring, ended.agency_name) == ("other", None)
