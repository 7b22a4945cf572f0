"""gate.json: what the milter learns of the directory."""

import json
import stat
from datetime import timedelta

from backend.classification import clearing
from backend.classification.clearances import Application
from backend.classification.declarations import Declarer
from backend.directory.importer import import_files
from backend.directory.models import Mailbox
from backend.gateway.gate_file import BoxKind, Cleared, read_gate_file
from backend.worker.gate_file import GateFileWriter
from tests.unit.directory_key import DIRECTORY_KEY
from tests.unit.small_province import CLERK_BOX, HEAD_BOX
from tests.unit.worker.conftest import MONDAY, Office

MORE = b"address,agency,kind,published\nttcntt@gmail.com,H55.05,role,yes\n"


async def test_the_milter_can_read_it(office: Office) -> None:
    await office.rounds(1)
    gate = read_gate_file(office.settings.gate_file.read_bytes())

    assert gate.province_domains == {"thainguyen.gov.vn"}
    assert gate.official_addresses == set()
    box = gate.recorded_box(CLERK_BOX)
    assert box is not None
    assert (box.agency, box.kind) == ("H55.05", BoxKind.AGENCY)
    assert gate.recorded_box(HEAD_BOX) is None
    assert gate.logins[HEAD_BOX] == "H55.05"
    assert gate.inbound_refuse_marked is True


async def test_it_is_written_again_only_when_the_directory_changed_or_it_is_gone(office: Office) -> None:
    writer = GateFileWriter(office.settings, office.database)
    assert await writer.write_if_changed(MONDAY)
    assert not await writer.write_if_changed(MONDAY)

    async with office.database.write() as session:
        await import_files(session, {"mailboxes.csv": MORE}, MONDAY, DIRECTORY_KEY)
    assert await writer.write_if_changed(MONDAY)
    written = json.loads(office.settings.gate_file.read_text("utf-8"))
    assert written["official_addresses"] == ["ttcntt@gmail.com"]
    assert written["written_at"] == "2026-01-05T01:00:00Z"

    office.settings.gate_file.unlink()
    assert await writer.write_if_changed(MONDAY)


async def test_a_withdrawn_box_of_an_agency_stays_known_and_is_no_official_address(office: Office) -> None:
    async with office.database.write() as session:
        boxes = {"vanthu@socu.example": "agency", "an.cu@socu.example": "personal"}
        session.add_all(
            [Mailbox(address=one, agency_code="H55.05", kind=kind, withdrawn_at=MONDAY) for one, kind in boxes.items()]
        )
    await GateFileWriter(office.settings, office.database).write_if_changed(MONDAY)

    gate = read_gate_file(office.settings.gate_file.read_bytes())
    assert gate.recorded_box("vanthu@socu.example") is not None
    assert gate.box("an.cu@socu.example") is None
    assert gate.official_addresses == set()


async def test_a_clearance_in_force_is_in_it_and_goes_when_it_is_revoked(office: Office) -> None:
    writer = GateFileWriter(office.settings, office.database)
    await writer.write_if_changed(MONDAY)
    who, until = Declarer(CLERK_BOX, "H55.05", "VAN"), MONDAY + timedelta(days=1)
    async with office.database.write() as session:
        wanted = Application(who, "c" * 22, "12/QĐ-SKHCN", MONDAY.date(), until)
        clearance = clearing.enter(session, wanted, MONDAY).id
    assert not await writer.write_if_changed(MONDAY)  # one person alone

    async with office.database.write() as session:
        await clearing.approve(session, clearance, Declarer(HEAD_BOX, "H55.05", "HA"), MONDAY)
    assert await writer.write_if_changed(MONDAY)
    gate = read_gate_file(office.settings.gate_file.read_bytes())
    assert gate.clearances == (Cleared("H55.05", "c" * 22, "12/QĐ-SKHCN", until),)

    async with office.database.write() as session:
        await clearing.revoke(session, clearance, who, MONDAY)
    assert await writer.write_if_changed(MONDAY)
    assert read_gate_file(office.settings.gate_file.read_bytes()).clearances == ()


async def test_nothing_is_left_beside_it_and_the_token_is_its_owners(office: Office) -> None:
    await office.rounds(1)

    names = {path.name for path in office.settings.state_dir.iterdir() if path.name.startswith((".", "gate"))}
    assert names == {"gate.json", "gate.token"}
    assert stat.S_IMODE(office.settings.gate_token.stat().st_mode) == 0o600
    assert stat.S_IMODE(office.settings.gate_file.stat().st_mode) == 0o640
