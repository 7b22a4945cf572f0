"""What is held about one person: all of it, nothing of anybody else's, and no trace of a shielded letter."""

import json
from datetime import timedelta
from typing import Any

import pytest

from backend.audit import service as audit
from backend.audit.queries import of_login
from backend.compliance.purposes import purposes
from backend.compliance.subject_document import document
from backend.compliance.subject_export import NameThePerson, SubjectExport, export, subject_of
from backend.compliance.subject_service import DEED, exported
from backend.correspondence import noting
from backend.correspondence.acts import Act
from backend.correspondence.models import Correspondence
from backend.correspondence.noting import Actor
from backend.web.locale import LANGUAGES, texts
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import CITIZEN, OTHER_CITIZEN, checked, in_mailbox, soon, vietnam
from tests.unit.small_province import CLERK_BOX, HEAD_BOX, OFFICIAL_BOX, SCIENCE

MONDAY = vietnam("2026-01-05 08:00")
NOW = MONDAY + timedelta(days=2)
WORDS = {language: texts(language) for language in LANGUAGES}


async def arrives(office: Office, seq: int, sender: str, *, shielded: bool = False) -> Correspondence:
    record = checked(seq, MONDAY, sender, CLERK_BOX) | ({"shielded": True} if shielded else {})
    await office.takes([record], [in_mailbox(seq, soon(MONDAY), CLERK_BOX)], now=soon(MONDAY))
    return next(row for row in await office.every_letter() if row.message_id == f"{seq}@mail.example")


async def held(office: Office, address: str, person: str = "") -> SubjectExport:
    async with office.database.read() as session:
        return await export(session, await subject_of(session, address, NOW, person), NOW)


def rows(made: SubjectExport, table: str) -> list[dict[str, Any]]:
    return [dict(row) for one in made.found for row in one.rows if one.table == table]


def written(made: SubjectExport) -> str:
    return json.dumps(document(made, WORDS), ensure_ascii=False)


async def test_a_sender_gets_their_own_letters_and_nobody_elses(office: Office) -> None:
    await arrives(office, 1, CITIZEN)
    await arrives(office, 2, OTHER_CITIZEN)
    made = await held(office, CITIZEN.upper())

    assert [row["message_id"] for row in rows(made, "correspondence")] == ["1@mail.example"]
    assert rows(made, "correspondent")[0] == {"address": CITIZEN, "sender_class": "citizen", "opted_out_at": None}
    assert len(rows(made, "letter_reference")) == 1
    assert OTHER_CITIZEN not in written(made)
    assert "2@mail.example" not in written(made)


async def test_a_shielded_letter_shows_its_sender_what_every_letter_shows(office: Office) -> None:
    await arrives(office, 1, CITIZEN)
    await arrives(office, 2, OTHER_CITIZEN, shielded=True)
    plain, shielded = await held(office, CITIZEN), await held(office, OTHER_CITIZEN)

    def shape(made: SubjectExport) -> list[tuple[str, str, list[list[str]]]]:
        return [(one.purpose, one.table, [sorted(row) for row in one.rows]) for one in made.found]

    assert shape(plain) == shape(shielded)
    assert "shielded" not in written(shielded)
    assert "denunciation" not in written(shielded)


async def test_no_official_reads_of_a_shielded_letter_in_an_export(office: Office) -> None:
    letter = await arrives(office, 1, CITIZEN)
    head = Actor(HEAD_BOX, "HA")
    async with office.database.write() as session:  # before anybody knew what it was
        said = {"matter": "complaint.first"}
        await noting.note(session, letter.id, Act.MATTER_SET, said, act_id="A", actor=head, now=NOW)
        audit.record(session, "letter.looked_at", at=NOW, login=HEAD_BOX, person_id="HA", subject_id=letter.id)
    assert letter.id in written(await held(office, HEAD_BOX))
    async with office.database.write() as session:
        receiver = Actor("nguoinhan@thainguyen.gov.vn", "AN")
        await noting.note(session, letter.id, Act.SHIELDED, {}, act_id="B", actor=receiver, now=NOW)

    for login in (HEAD_BOX, OFFICIAL_BOX):
        made = written(await held(office, login))
        assert letter.id not in made, login
        assert "1@mail.example" not in made, login
        assert CITIZEN not in made, login


async def test_an_official_gets_what_names_them_and_no_secret(office: Office) -> None:
    async with office.database.write() as session:
        audit.record(session, "sign_in.mailbox", at=NOW, login=OFFICIAL_BOX)
        audit.record(session, "figures.personal", at=NOW, login=HEAD_BOX, person_id="HA", subject_id="AN")
        audit.record(session, "sign_in.mailbox", at=NOW, login=HEAD_BOX)
    made = await held(office, OFFICIAL_BOX)

    assert [row["id"] for row in rows(made, "official")] == ["AN"]
    assert [row["address"] for row in rows(made, "private_address")] == ["an@thu.example"]
    looks = {(row["deed"], row["login"]) for row in rows(made, "audit_entry")}
    assert looks == {("sign_in.mailbox", OFFICIAL_BOX), ("figures.personal", HEAD_BOX)}  # who looked at their figures
    assert {row["role"] for row in rows(made, "role_assignment")} == {"official"}


async def test_of_a_shared_log_in_somebody_has_to_be_named_and_gets_only_what_names_them(office: Office) -> None:
    async with office.database.write() as session:
        for person in ("VAN", "THU", None):
            audit.record(session, "letter.noted", at=NOW, login=CLERK_BOX, person_id=person)
    with pytest.raises(NameThePerson, match=r"THU .*VAN"):
        await held(office, CLERK_BOX)
    with pytest.raises(NameThePerson):
        await held(office, CLERK_BOX, "HA")

    made = await held(office, CLERK_BOX, "VAN")
    assert made.subject.is_shared
    assert [row["person_id"] for row in rows(made, "audit_entry")] == ["VAN"]
    assert [row["id"] for row in rows(made, "official")] == ["VAN"]
    assert rows(made, "mailbox") == []


async def test_the_summary_names_each_purpose_in_both_languages_and_what_is_not_in_it(office: Office) -> None:
    await arrives(office, 1, CITIZEN)
    made = document(await held(office, CITIZEN), WORDS)

    vietnamese, english = made["summary"]["vi"], made["summary"]["en"]
    assert vietnamese[0] == f"Dữ liệu giữ về {CITIZEN}, lập lúc 07/01/2026 08:00."
    assert english[0] == f"Data held about {CITIZEN}, made at 07/01/2026 08:00."
    assert any(
        line.startswith("Địa chỉ thư của người gửi từ ngoài các cơ quan: 1 dòng. Để làm gì: ") for line in vietnamese
    )
    assert len(vietnamese) == len(english)
    assert {one["table"] for one in made["not_by_person"]} >= {"used_token", "fact"}
    nothing = document(await held(office, "khong.ai@nguoidan.example"), WORDS)
    assert nothing["held"] == []
    assert "Hệ thống không giữ dữ liệu nào tìm được theo địa chỉ này." in nothing["summary"]["vi"]


async def test_that_it_was_given_out_is_logged_without_a_senders_address(office: Office) -> None:
    await arrives(office, 1, CITIZEN)
    async with office.database.write() as session:
        made = await exported(session, await subject_of(session, CITIZEN, NOW), NOW)
    async with office.database.read() as session:
        [entry] = [one for one in await of_login(session, "", MONDAY, 50) if one.deed == DEED]
    assert entry.data == {"rows": made.count}
    assert entry.subject_id == made.subject.correspondents[0]
    assert CITIZEN not in str((entry.data, entry.subject_id, entry.agency_code))
    assert SCIENCE != ""
    assert {one.purpose for one in made.found} <= {purpose.id for purpose in purposes()}


async def test_who_looked_at_a_list_that_names_somebody_is_theirs_and_the_others_in_it_are_not(office: Office) -> None:
    data = {"from": SCIENCE, "reason": "incident", "people": [CLERK_BOX, OFFICIAL_BOX]}
    async with office.database.write() as session:
        audit.record(session, "look.gate_differences", at=NOW, login=HEAD_BOX, agency_code=SCIENCE, data=data)
    made = await held(office, OFFICIAL_BOX)

    [look] = [dict(row) for one in made.found if one.purpose == "looks" for row in one.rows]
    assert (look["login"], look["deed"], "data" in look) == (HEAD_BOX, "look.gate_differences", False)
    assert f"'{CLERK_BOX}'" not in repr(look)
