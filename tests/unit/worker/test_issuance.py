"""An issued paper is followed from the letter that carried it to the receiving register; links are looked at."""

from datetime import date, timedelta

from backend.compliance import service
from backend.compliance.link_checks import Download, Downloaded
from backend.compliance.service import Clerk
from backend.compliance.terms import Coverage, Issued, LinkState, NewDocument, NewLine, Reason
from backend.correspondence import noting, sent_letters
from backend.correspondence.acts import Act
from backend.correspondence.noting import Actor
from backend.worker.published_links import PublishedLinks
from backend.worker.seams import Outcome
from tests.unit.small_province import CLERK_BOX, COMMUNE, FINANCE, FINANCE_HEAD_BOX, SCIENCE
from tests.unit.worker.conftest import MONDAY, FakeGateway, Office

FINANCE_BOX = "sotaichinh@thainguyen.gov.vn"
VAN = Clerk(CLERK_BOX, "VAN")
PAPER = NewDocument(
    "F" * 22,
    "5/QĐ-SKHCN",
    "QĐ",
    date(2026, 1, 5),
    12,
    1,
    (NewLine(1, "Sở Tài chính", FINANCE, FINANCE_BOX), NewLine(2, "UBND xã Phú Lương", COMMUNE, "")),
)


async def record(office: Office) -> str:
    async with office.database.write() as session:
        return await service.record(session, SCIENCE, PAPER, VAN, office.clock.now())


async def paper(office: Office) -> Issued:
    async with office.database.read() as session:
        [found] = await service.issued(session, SCIENCE, PAPER.issued_on, PAPER.issued_on)
    return found


async def coverage(office: Office) -> list[Coverage]:
    return [line.coverage for line in (await paper(office)).lines]


async def goes_by(office: Office, time: timedelta) -> None:
    office.clock.set(office.clock.now() + time)
    await office.rounds()


async def test_the_letter_is_found_by_its_paper_and_each_line_stands_for_itself(office: Office) -> None:
    await record(office)
    await office.rounds()
    assert await coverage(office) == [Coverage.NOT_SENT, Coverage.NOT_SENT]

    office.answer(1, MONDAY + timedelta(minutes=1), FINANCE_BOX)
    await goes_by(office, timedelta(minutes=2))

    assert await coverage(office) == [Coverage.IN_MAILBOX, Coverage.NOT_SENT]
    assert (await paper(office)).messages == 1


async def test_a_letter_with_another_paper_or_of_another_agency_is_none_of_it(office: Office) -> None:
    async with office.database.write() as session:
        other = NewDocument("G" * 22, "6/QĐ-SKHCN", "QĐ", PAPER.issued_on, 1, 1, PAPER.lines)
        await service.record(session, SCIENCE, other, VAN, office.clock.now())
        await service.record(session, FINANCE, PAPER, VAN, office.clock.now())
    office.answer(1, MONDAY + timedelta(minutes=1), FINANCE_BOX)
    await goes_by(office, timedelta(minutes=2))

    assert (await paper(office)).messages == 0
    async with office.database.read() as session:
        [theirs] = await service.issued(session, FINANCE, PAPER.issued_on, PAPER.issued_on)
    assert theirs.messages == 0


async def test_other_systems_are_told_once_of_delivery_register_and_recall(office: Office) -> None:
    gateway = office.issuance_gateway = FakeGateway()
    office.worker = office.started()
    document = await record(office)
    office.answer(1, MONDAY + timedelta(minutes=1), FINANCE_BOX)
    await goes_by(office, timedelta(minutes=2))
    await goes_by(office, timedelta(hours=1))

    [(call_id, said)] = gateway.calls
    assert call_id == f"{SCIENCE}.{document}.1.delivered"
    assert said == {
        "event": "delivered",
        "at": "2026-01-05T01:01:02Z",
        "agency": SCIENCE,
        "document": document,
        "symbol": "05/QĐ-SKHCN",
        "kind": "QĐ",
        "issued_on": "2026-01-05",
        "recipient": FINANCE,
    }

    [there] = await office.every_letter(FINANCE)
    async with office.database.write() as session:
        actor, at = Actor(FINANCE_HEAD_BOX, "TUAN"), office.clock.now()
        await noting.note(session, there.id, Act.REGISTERED, {"number": "301"}, act_id="R", actor=actor, now=at)
        await sent_letters.recall(
            session,
            SCIENCE,
            "1@mail.example",
            Act.RECALLED,
            {"reason": "wrong_file"},
            act_id="C",
            actor=Actor(CLERK_BOX, "VAN"),
            now=at,
        )
    await goes_by(office, timedelta(days=1))
    await goes_by(office, timedelta(days=1))

    assert [(said["event"], said["recipient"]) for _, said in gateway.calls[1:]] == [
        ("registered", FINANCE),
        ("recalled", None),
    ]
    assert (await paper(office)).recalled == "recalled"
    assert await coverage(office) == [Coverage.REGISTERED, Coverage.NOT_SENT]


async def test_a_system_that_does_not_answer_is_called_again_under_the_same_id(office: Office) -> None:
    gateway = office.issuance_gateway = FakeGateway()
    gateway.outcome = Outcome.TEMPORARY
    office.worker = office.started()
    await record(office)
    office.answer(1, MONDAY + timedelta(minutes=1), FINANCE_BOX)
    await goes_by(office, timedelta(minutes=2))
    counts = []
    for seconds in (14, 2, 28, 3):
        await goes_by(office, timedelta(seconds=seconds))
        counts.append(len(gateway.calls))

    assert counts == [1, 2, 2, 3]
    assert len({call_id for call_id, _ in gateway.calls}) == 1


async def test_where_no_system_wants_to_be_told_nothing_waits_for_one(office: Office) -> None:
    await record(office)
    office.answer(1, MONDAY + timedelta(minutes=1), FINANCE_BOX)
    await goes_by(office, timedelta(minutes=2))
    office.issuance_gateway = FakeGateway()
    office.worker = office.started()
    await office.rounds()

    assert office.issuance_gateway.calls == []


class FakeLinks:
    def __init__(self, *found: Downloaded) -> None:
        self.found = list(found)

    async def read(self, url: str) -> Downloaded:
        return self.found.pop(0)


def same(key: str = "key-1") -> Downloaded:
    return Downloaded(Download.FOUND, PAPER.fingerprint, key)


def other(key: str = "key-1") -> Downloaded:
    return Downloaded(Download.FOUND, "G" * 22, key)


async def test_a_published_link_stands_for_a_box_only_while_it_gives_the_very_file(office: Office) -> None:
    document = await record(office)
    async with office.database.write() as session:
        await service.state_reason(session, SCIENCE, document, [2], Reason.PUBLISHED, VAN, office.clock.now())
        await service.publish(session, SCIENCE, document, "https://thainguyen.gov.vn/qd5.pdf", VAN, office.clock.now())
    links = FakeLinks(
        Downloaded(Download.UNREACHABLE), same(), other(), same(), other("key-2"), Downloaded(Download.REFUSED)
    )
    checks = PublishedLinks(office.database, office.clock, links)
    seen = []
    while links.found:
        assert await checks.check_next()
        assert not await checks.check_next()  # not before its time
        found = await paper(office)
        assert found.link is not None
        seen.append((found.link.state, found.lines[1].covered))
        office.clock.set(office.clock.now() + timedelta(days=8))

    assert seen == [
        (LinkState.UNREACHABLE, False),
        (LinkState.SAME, True),
        (LinkState.DIFFERENT, False),
        (LinkState.SAME, True),
        (LinkState.INCOMPARABLE, False),
        (LinkState.REFUSED, False),
    ]


async def test_another_address_is_looked_at_anew_and_one_taken_back_is_not(office: Office) -> None:
    document = await record(office)
    checks = PublishedLinks(office.database, office.clock, FakeLinks(same(), other()))
    for url, expected in (("https://a.example/1", LinkState.SAME), ("https://a.example/2", LinkState.DIFFERENT)):
        async with office.database.write() as session:
            await service.publish(session, SCIENCE, document, url, VAN, office.clock.now())
        assert await checks.check_next()
        found = await paper(office)
        assert found.link is not None
        assert (found.link.url, found.link.state) == (url, expected)

    async with office.database.write() as session:
        await service.publish(session, SCIENCE, document, "", VAN, office.clock.now())
    office.clock.set(office.clock.now() + timedelta(days=2))
    assert not await checks.check_next()
    assert (await paper(office)).link is None
