"""`/nhat-ky`: everybody reads what stands in the log of their own log-in, and nothing of another's."""

from datetime import timedelta

import httpx
import pytest

from backend.access.roles import Role
from backend.audit import service as audit
from backend.audit.looks import Look, LookReason
from backend.audit.models import AuditEntry
from backend.db import Database
from backend.directory.terms import AgencyName, Grant, OfficialRole, Principal
from backend.web.locale import LANGUAGES, texts
from backend.web.log_page import SHOWN_AT_MOST, text_key
from backend.web.looks_shown import concerns
from tests.unit.small_province import (
    CLERK_BOX,
    COMMITTEE,
    FINANCE,
    FINANCE_HEAD_BOX,
    HEAD_BOX,
    NOW,
    OFFICIAL_BOX,
    SCIENCE,
)
from tests.unit.web.conftest import PASSWORD


async def signed_in(client: httpx.AsyncClient, login: str) -> httpx.Response:
    client.cookies.clear()
    data = {"login": login, "password": PASSWORD}
    return await client.post("/nhat-ky/dang-nhap", data=data, follow_redirects=True)


async def test_a_stranger_is_asked_who_they_are(client: httpx.AsyncClient) -> None:
    assert 'type="password"' in (await client.get("/nhat-ky")).text


async def test_somebody_sees_their_own_sign_ins_and_deeds(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        audit.record(
            session,
            "letter.extended",
            at=NOW - timedelta(days=1),
            login=CLERK_BOX,
            person_id="VAN",
            agency_code="H55.05",
            subject_id="THU-CAN-TIM",
        )
        audit.record(session, "clearance.entered", at=NOW - timedelta(days=91), login=CLERK_BOX)

    page = await signed_in(client, CLERK_BOX)

    assert page.text.index("Đăng nhập bằng mật khẩu hộp thư") < page.text.index("Ghi nhận một việc về thư đến")
    assert "(Nguyễn Thị Vân, Sở Khoa học và Công nghệ)" in page.text
    assert "15:00, 04/01/2026" in page.text
    assert "THU-CAN-TIM" not in page.text  # which letter it was is not shown
    assert "Nhập một tệp được phép gửi" not in page.text  # longer ago than is shown


async def test_nobody_sees_anothers(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        audit.record(session, "clearance.approved", at=NOW, login=HEAD_BOX, person_id="HA")

    page = await signed_in(client, CLERK_BOX)
    assert "Duyệt một tệp" not in page.text
    assert "Duyệt một tệp" not in (await client.get(f"/nhat-ky?login={HEAD_BOX}")).text
    assert "Duyệt một tệp" in (await signed_in(client, HEAD_BOX)).text


async def test_a_long_log_is_cut_and_says_so(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        for number in range(SHOWN_AT_MOST):
            audit.record(session, "letter.assigned", at=NOW - timedelta(minutes=number), login=CLERK_BOX)

    assert f"Chỉ hiện {SHOWN_AT_MOST} việc mới nhất." in (await signed_in(client, CLERK_BOX)).text


@pytest.mark.parametrize(
    ("deed", "key"),
    [
        ("sign_in.provider", "deed.sign_in_provider"),
        ("letter.extended", "deed.letter"),
        ("sent.recalled", "deed.sent"),
        ("made.up", "deed.other"),
    ],
)
def test_a_deed_is_told_by_its_own_words_or_its_kinds(deed: str, key: str) -> None:
    assert text_key(deed) == key
    assert all(key in texts(language) for language in LANGUAGES)


async def looked(database: Database, look: str, login: str, **data: object) -> None:
    async with database.write() as session:
        shown = {"from": FINANCE, **data}
        audit.record(session, look, at=NOW, login=login, agency_code=SCIENCE, subject_id="THU-CAN-TIM", data=shown)


async def test_whoever_was_looked_at_reads_who_looked_at_what_when_and_why(
    client: httpx.AsyncClient, database: Database
) -> None:
    await looked(database, "look.letter", HEAD_BOX)
    await looked(database, "look.gate_differences", FINANCE_HEAD_BOX, reason="incident", people=[CLERK_BOX])

    page = (await signed_in(client, CLERK_BOX)).text

    assert f"{HEAD_BOX} <small>(Sở Tài chính)</small>: mở thời gian hoặc các việc đã làm của một thư" in page
    assert "(Sở Khoa học và Công nghệ)" in page
    assert "Lý do: xử lý sự cố" in page
    assert "15:00, 05/01/2026" in page
    assert "THU-CAN-TIM" not in page
    english = (await client.get("/nhat-ky?lang=en")).text
    assert "opened the clock or the history of a letter" in english
    assert "Reason: an incident" in english


async def test_a_person_is_named_where_one_alone_uses_the_log_in(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        audit.record(session, "look.letter", at=NOW, login=HEAD_BOX, person_id="HA", agency_code=SCIENCE)

    assert "<li>Lê Minh Hà: mở thời gian" in (await signed_in(client, CLERK_BOX)).text


async def test_ones_own_looks_are_deeds_and_old_ones_are_gone(client: httpx.AsyncClient, database: Database) -> None:
    async with database.write() as session:
        audit.record(session, "look.letter", at=NOW, login=CLERK_BOX, agency_code=SCIENCE)
        audit.record(session, "look.figures", at=NOW - timedelta(days=366), login=HEAD_BOX, agency_code=SCIENCE)

    page = (await signed_in(client, CLERK_BOX)).text
    assert page.count("mở thời gian hoặc các việc") == 1
    assert page.index("mở thời gian hoặc các việc") < page.index("Ai khác đã xem")
    assert "Chưa có ai khác xem." in page


LETTERS_READ = {Role.CLERK, Role.DEPUTY, Role.HEAD, Role.NAMED_RECEIVER, Role.RECEIVER}
# look: the roles that are told of it where they are held; {} for whoever is named in it alone
TOLD: dict[Look, set[Role]] = {
    Look.FIGURES: LETTERS_READ,
    Look.FIGURE_LETTERS: LETTERS_READ,
    Look.LETTER: LETTERS_READ,
    Look.SHIELDED: {Role.NAMED_RECEIVER},
    Look.NUMBER_GAPS: {Role.CLERK, Role.DEPUTY, Role.HEAD},
    Look.CLEARANCES: {Role.CLERK, Role.HEAD, Role.SECRETS_OFFICER},
    Look.SECRECY_COUNTS: {Role.CLERK, Role.HEAD, Role.SECRETS_OFFICER},
    Look.ADDRESS_HEALTH: set(),
    Look.GATE_DIFFERENCES: set(),
}


def principal_with(role: Role, login: str = "x@thainguyen.gov.vn") -> Principal:
    grants = frozenset({Grant(OfficialRole(role), SCIENCE)})
    return Principal(login, AgencyName(SCIENCE, "Sở"), (), (), (), grants)


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("place", [SCIENCE, f"{SCIENCE}.1", COMMITTEE, FINANCE])
def test_a_look_is_told_to_whom_it_concerns_and_to_nobody_else(look: Look, place: str) -> None:
    entry = AuditEntry(
        at=NOW, login=HEAD_BOX, deed=look, agency_code=place, data={"from": FINANCE, "people": [OFFICIAL_BOX]}
    )

    told = {role for role in Role if concerns(entry, principal_with(role))}

    assert told == (TOLD[look] if place == SCIENCE else set())
    named = principal_with(Role.OFFICIAL, OFFICIAL_BOX)
    assert concerns(entry, named) is (TOLD[look] == set())


@pytest.mark.parametrize("look", Look)
def test_every_look_and_reason_has_words_of_its_own(look: Look) -> None:
    assert text_key(look) == f"deed.{look.replace('.', '_')}"
    assert all(f"look_reason.{reason}" in texts(language) for reason in LookReason for language in LANGUAGES)


async def test_opening_the_page_of_clearances_is_a_look(client: httpx.AsyncClient) -> None:
    await signed_in(client, HEAD_BOX)
    await client.get("/cho-phep")

    assert (
        "Lê Minh Hà <small>(Sở Khoa học và Công nghệ)</small>: xem các tệp" in (await signed_in(client, CLERK_BOX)).text
    )
    assert "Lê Minh Hà" not in (await signed_in(client, OFFICIAL_BOX)).text
