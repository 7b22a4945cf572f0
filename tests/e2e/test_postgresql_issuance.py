"""Issued papers, the register and the health of addresses on PostgreSQL as on SQLite: a real server of our own."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from backend.classification import service as classification
from backend.classification.declarations import CheckedAttachment, CheckedSubmission
from backend.compliance import confirming, following, link_checks, purge_queries, purging, register, service
from backend.compliance.address_health import Trouble
from backend.compliance.directive_reading import Asked, account, tables_of
from backend.compliance.link_checks import Download, Downloaded
from backend.compliance.numbering import Symbol
from backend.compliance.quarterly_terms import PaperCounts
from backend.compliance.register_file import RegisterRow
from backend.compliance.secrecy_counts import LOOKBACK, SecrecyCounts, secrecy_counts
from backend.compliance.service import Clerk
from backend.compliance.terms import NewDocument, NewLine, NumberGap, Reason
from backend.correspondence.terms import FactKind, Period
from backend.db import Database, ReadSession
from tests.unit.correspondence.conftest import Office
from tests.unit.journal_lines import checked, in_mailbox, vietnam
from tests.unit.small_province import CLERK_BOX, COMMUNE, FINANCE, SCIENCE, built

MONDAY = vietnam("2026-01-05 08:00")
LATER = MONDAY + timedelta(hours=1)
NEW_YEAR_2032 = vietnam("2032-01-01 00:00")
DAY = date(2026, 1, 5)
FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
VAN = Clerk(CLERK_BOX, "VAN")
PAPER = NewDocument(
    "F" * 22,
    "5/QĐ-SKHCN",
    "QĐ",
    DAY,
    12,
    1,
    (NewLine(1, "Sở Tài chính", FINANCE, FINANCE_BOX), NewLine(2, "UBND xã Phú Lương", COMMUNE)),
)


async def sent(office: Office) -> None:
    """The paper leaves in a letter, arrives at one mailbox, and comes back from another later."""
    record = checked(1, MONDAY, CLERK_BOX, FINANCE_BOX, login=CLERK_BOX, attachments=(PAPER.fingerprint,))
    back = replace(in_mailbox(1, LATER, FINANCE_BOX), kind=FactKind.BOUNCED)
    await office.takes([record], [in_mailbox(1, MONDAY, FINANCE_BOX), back], LATER)
    submission = CheckedSubmission(
        verdict_id="verdict-1",
        at=MONDAY,
        login=CLERK_BOX,
        agency_code=SCIENCE,
        bundle="1",
        from_webmail=True,
        attachments=(CheckedAttachment(PAPER.fingerprint, "allow"),),
    )
    async with office.database.write() as session:
        await classification.log_submission(session, submission)


async def story(url: str) -> list[object]:
    await built(url)
    database = Database(url)
    await sent(Office(database))
    rows = [RegisterRow(n, Symbol(n, "", "QĐ-SKHCN"), DAY, "Quyết định", ("Sở Tài chính",), None) for n in (5, 8)]
    told: list[object] = []
    async with database.write() as session:
        document = await service.record(session, SCIENCE, PAPER, VAN, MONDAY)
        told += [await register.import_rows(session, SCIENCE, rows, VAN, MONDAY) for _ in range(2)]
        await service.state_reason(session, SCIENCE, document, [2], Reason.PUBLISHED, VAN, MONDAY)
        await service.publish(session, SCIENCE, document, "https://thainguyen.gov.vn/qd5.pdf", VAN, MONDAY)
    async with database.write() as session:
        told.append(await following.look(session, MONDAY, call=True))
        call = await following.claim_call(session, MONDAY)
        assert call is not None
        told.append((call.event, call.symbol, call.recipient))
        await following.note_called(session, call, "200", MONDAY)
        told.append(await following.claim_call(session, MONDAY))
    async with database.write() as session:
        claimed = await link_checks.claim(session, MONDAY)
        assert claimed is not None
        found = Downloaded(Download.FOUND, PAPER.fingerprint, "key")
        await link_checks.settle(session, claimed, found, MONDAY)
        told.append(await confirming.ask(session, MONDAY))
        told.append(await confirming.confirm(session, CLERK_BOX, "2026Q1", LATER))
    async with database.read() as session:
        paper = await service.issued_document(session, SCIENCE, document)
        told.append([(line.coverage, line.at, line.covered) for line in paper.lines])
        told.append([one.symbol for one in await register.unmailed(session, SCIENCE, DAY, DAY)])
        told.append(await register.number_gaps(session, SCIENCE, 2026, DAY))
        told.append([(one.address, one.trouble, one.since) for one in await confirming.tasks(session, LATER)])
        told.append([one.confirmed for one in await confirming.addresses_of_agencies(session, LATER)])
        told += await accounts(session)
    async with database.write() as session:
        told.append(await purging.forget_a_year(session, NEW_YEAR_2032))
        told.append(await purging.forget_a_year(session, NEW_YEAR_2032))
    async with database.read() as session:
        told.append(await purge_queries.kept_beyond(session, 2026))
    await database.close()
    return told


async def accounts(session: ReadSession) -> list[object]:
    """What the page of the directive and the state-secrets officer are told, the first as far as it is of papers."""
    asked = Asked(SCIENCE, Period(DAY, DAY), True, {SCIENCE}, {SCIENCE}, lambda _code: True)
    found = await account(session, asked, await tables_of(session, asked, LATER), LATER)
    [science] = found.usage.agencies
    states = {one.clause.id: (one.state, one.figure) for one in found.findings}
    return [states, science.papers, await secrecy_counts(session, SCIENCE, LATER)]


async def test_both_databases_tell_the_same_of_issued_papers(postgres: str, tmp_path: Path) -> None:
    told = await story(postgres)

    assert told == await story(f"sqlite+aiosqlite:///{tmp_path / 'congvu.db'}")
    assert told[3] == ("delivered", "05/QĐ-SKHCN", FINANCE)
    assert told[7] == [("bounced", LATER, False), ("published", None, True)]
    assert told[8:] == [
        ["08/QĐ-SKHCN"],
        [NumberGap("", 6, 7)],
        [(FINANCE_BOX, Trouble.BOUNCING, LATER)],
        [0, 1, 0, 0],
        told[12],
        PaperCounts(settled=1, unmailed=1),
        SecrecyCounts(LATER - LOOKBACK, LATER, blocked=0, refused=0, removed=0, cleared=0, declared=0),
        purging.Forgotten(SCIENCE, 2026, documents=1, register_rows=2, lines=2, messages=1, links=1, calls=1),
        None,
        {"documents": 0, "register_rows": 0, **{f"stray_{name}": 0 for name in purge_queries.PARTS}},
    ]
