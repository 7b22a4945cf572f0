"""A letter to another address of a mailbox, from the directory by gate.json, the milter's journal and Postfix's log to
the letter that waits and its acknowledgement."""

from datetime import UTC, date, datetime, timedelta

from backend.classification.verdict import Action, Obligation
from backend.directory.importer import import_files
from backend.directory.models import MailboxAlias
from backend.gateway.gate_file import BoxKind, GateFile, read_gate_file, ring_of
from backend.gateway.journal_records import Direction, Letter, accepted
from backend.gateway.judgement import Judgement
from backend.gateway.milter_session import Mail
from backend.mail.automatic import Automatic
from backend.mail.message import HeaderFacts
from backend.worker.gate_file import GateFileWriter
from tests.unit.directory_key import DIRECTORY_KEY
from tests.unit.journal_lines import CITIZEN
from tests.unit.small_province import CLERK_BOX, HEAD_BOX
from tests.unit.worker.conftest import MONDAY, Office

ALIAS, HEADS_ALIAS = "sokhcn@backan.gov.vn", "giamdoc@backan.gov.vn"
TABLE = f"""alias,address,valid_from,valid_to
{ALIAS},{CLERK_BOX},,2026-01-07
{HEADS_ALIAS},{HEAD_BOX},,
chung@backan.gov.vn,{HEAD_BOX},,
chung@backan.gov.vn,{CLERK_BOX},,
"""


async def gate_on(office: Office, now: datetime) -> GateFile:
    await GateFileWriter(office.settings, office.database).write_if_changed(now)
    return read_gate_file(office.settings.gate_file.read_bytes())


async def with_aliases(office: Office) -> None:
    async with office.database.write() as session:
        await import_files(session, {"aliases.csv": TABLE.encode()}, MONDAY, DIRECTORY_KEY)


def letter_to(gate: GateFile, *recipients: str) -> Letter:
    facts = HeaderFacts(
        message_id="1@mail.example", in_reply_to=(), references=(), sent_at=MONDAY.astimezone(UTC), authors=(CITIZEN,),
        recipients=recipients, user_agent="",
    )  # fmt: skip
    mail = Mail("", "4QUEUE1", CITIZEN, recipients, (), (b"xin chao\r\n",))
    judgement = Judgement(Action.ALLOW, "none", (), Obligation.NONE, None, (), declarable=True, urgency=None)
    rings = tuple(ring_of(address, gate, ()) for address in recipients)
    automatic = Automatic(automatic=False, may_acknowledge=True, bounce=False, reason="")
    return Letter("ABCDEFGHJKLM", mail, Direction.INBOUND, rings, "1", judgement, facts, automatic)


async def test_the_milter_learns_where_an_alias_leads_and_when_it_no_longer_does(office: Office) -> None:
    await with_aliases(office)
    gate = await gate_on(office, MONDAY)
    box = gate.recorded_box("SoKHCN+thue@backan.gov.vn")
    assert box is not None
    assert (box.agency, box.kind) == ("H55.05", BoxKind.AGENCY)
    assert gate.box(HEADS_ALIAS) is not None
    assert gate.recorded_box(HEADS_ALIAS) is None
    assert gate.recorded_box("chung@backan.gov.vn") is not None
    assert gate.official_addresses == {ALIAS, HEADS_ALIAS, "chung@backan.gov.vn"}
    assert (await gate_on(office, MONDAY + timedelta(days=2))).box(ALIAS) is None


async def test_the_file_is_written_again_on_another_day(office: Office) -> None:
    await with_aliases(office)
    writer = GateFileWriter(office.settings, office.database)
    assert await writer.write_if_changed(MONDAY)
    assert not await writer.write_if_changed(MONDAY + timedelta(hours=15))
    assert await writer.write_if_changed(MONDAY + timedelta(hours=16))  # midnight in Vietnam


async def test_a_letter_to_an_alias_waits_at_the_mailbox_and_is_acknowledged_from_there(office: Office) -> None:
    await with_aliases(office)
    gate = await gate_on(office, MONDAY)
    [record] = accepted(letter_to(gate, ALIAS), gate)
    assert record["recipients"] == [ALIAS]  # the journal keeps what was written
    office.write_journal({"seq": 1, "at": MONDAY.isoformat(), **record})
    rest = f"to=<{CLERK_BOX}>, orig_to=<{ALIAS}>, relay=mail[private/lmtp], delay=0.1, delays=0/0/0/0.1, dsn=2.0.0"
    office.write_log(MONDAY + timedelta(seconds=2), "4QUEUE1", f"{rest}, status=sent (250 2.0.0)")
    await office.rounds(3)

    [letter] = await office.letters()
    assert (letter.mailbox, letter.received_at) == (CLERK_BOX, MONDAY + timedelta(seconds=2))
    assert office.mail_server.recipients == [CITIZEN]
    [mail] = office.mail_server.taken
    assert mail["From"].endswith(f"<{CLERK_BOX}>")


async def test_a_letter_to_an_officials_alias_leaves_a_count(office: Office) -> None:
    await with_aliases(office)
    gate = await gate_on(office, MONDAY)
    assert accepted(letter_to(gate, HEADS_ALIAS), gate) == [
        {"kind": "counted", "agency": "H55.05", "direction": "inbound"}
    ]


async def test_from_an_agency_an_officials_alias_is_not_kept_as_a_strangers_address(office: Office) -> None:
    await with_aliases(office)
    gate = await gate_on(office, MONDAY)
    letter = letter_to(gate, HEADS_ALIAS, CITIZEN)
    mail = Mail(CLERK_BOX, "4QUEUE1", CLERK_BOX, letter.mail.recipients, (), ())
    sent = Letter(
        letter.id, mail, Direction.SUBMISSION, letter.rings, "1", letter.judgement, letter.facts, letter.automatic
    )
    [record] = accepted(sent, gate)
    assert record["recipients"] == [CITIZEN]


async def test_an_alias_that_begins_later_is_no_official_address_yet(office: Office) -> None:
    async with office.database.write() as session:
        session.add(MailboxAlias(alias="cu@backan.gov.vn", address=CLERK_BOX, valid_from=date(2026, 2, 1)))
    assert (await gate_on(office, MONDAY)).official_addresses == set()
