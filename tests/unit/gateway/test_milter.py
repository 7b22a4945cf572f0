"""The second gate's decisions, one message at a time, with hand-written neighbours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from backend.classification.verdict import SecrecyState
from backend.errors import Unavailable
from backend.gateway.declaration_client import Answer, DeclaredFile, Question
from backend.gateway.gate_file import Cleared
from backend.gateway.milter_protocol import Decision
from backend.gateway.milter_session import Overflow
from backend.gateway.scanner import NoRules
from tests.unit.gateway.milter_world import (
    AN,
    CITIZEN,
    CLEARED,
    GATE,
    ID,
    LAN,
    LOCKED,
    MARKED,
    MEETING,
    MINISTRY,
    NOW,
    SOKHCN,
    FakeBackend,
    FakeGateFile,
    FakeJournal,
    FakeScanner,
    World,
    mail,
    part,
)


def refusal(decision: Decision) -> tuple[int, str]:
    assert decision.refusal
    assert (decision.add, decision.remove) == ((), ())
    return decision.refusal.code, decision.refusal.status


def verdict(decision: Decision) -> str:
    assert decision.refusal is None
    [(name, value)] = decision.add
    assert name == "Cong-Vu-Verdict"
    return value


async def test_a_clean_submission_passes_with_the_verdict_in_its_header() -> None:
    world = World(FakeScanner((MEETING,)))
    decision = await world.decide(mail(SOKHCN, CITIZEN))

    assert verdict(decision) == (
        "thai-nguyen; v=1; action=allow; obligation=mandatory; kind=TLH; bundle=2026.11.3; id=ABCDEFGHJKLM"
    )
    assert world.backend.asked == []


@pytest.mark.parametrize("recipient", [SOKHCN, MINISTRY, CITIZEN])
async def test_a_marked_submission_is_refused_whoever_should_receive_it(recipient: str) -> None:
    world = World(FakeScanner((MARKED,)), backend=FakeBackend(Answer(declared=True, code="")))
    decision = await world.decide(mail(recipient))

    assert refusal(decision) == (550, "5.7.1")
    assert decision.refusal
    assert ID in decision.refusal.text
    assert world.backend.asked == []


async def test_a_mark_in_the_text_is_refused_too() -> None:
    world = World(FakeScanner(body=part(SecrecyState.MARKED, rule="secrecy.marking")))

    assert refusal(await world.decide(mail(SOKHCN))) == (550, "5.7.1")


async def test_of_a_refusal_nothing_is_kept_but_what_happened() -> None:
    world = World(FakeScanner((MARKED, MEETING)))
    await world.decide(mail(SOKHCN, headers="Subject: bi mat\nMessage-ID: <a@b>"))

    [record] = world.journal.records
    elapsed = record["elapsed_ms"]
    assert isinstance(elapsed, int)
    assert record == {
        "kind": "refused", "id": ID, "direction": "submission", "login": AN, "action": "block", "state": "marked",
        "rules": ["secrecy.marking"], "bundle": "2026.11.3", "elapsed_ms": elapsed, "agency": "H55.05",
    }  # fmt: skip


async def test_a_refusal_stands_even_if_it_cannot_be_journalled() -> None:
    world = World(FakeScanner((MARKED,)), FakeJournal(full=True))

    assert refusal(await world.decide(mail(SOKHCN))) == (550, "5.7.1")


async def test_an_unreadable_file_passes_inside_the_province_once_it_was_declared() -> None:
    world = World(FakeScanner((LOCKED, MEETING)), backend=FakeBackend(Answer(declared=True, code="")))
    decision = await world.decide(mail(SOKHCN, MINISTRY, login="An@ThaiNguyen.gov.vn"))

    assert "; action=confirm; " in verdict(decision)
    assert world.backend.asked == [Question(ID, AN, "2026.11.3", (DeclaredFile("l" * 22, "unreadable"),))]


async def test_an_undeclared_file_is_refused_with_the_page_to_declare_it() -> None:
    world = World(FakeScanner((LOCKED,)), backend=FakeBackend(Answer(declared=False, code="K7PX3QMA")))
    decision = await world.decide(mail(SOKHCN))

    assert refusal(decision) == (550, "5.7.1")
    assert decision.refusal
    assert "https://thu.thainguyen.gov.vn/xac-nhan/K7PX3QMA" in decision.refusal.text


async def test_a_stamp_nobody_could_read_passes_inside_once_it_was_declared_and_never_to_citizens() -> None:
    scan = part(SecrecyState.UNCERTAIN, fingerprint="u" * 22)
    world = World(FakeScanner((scan,)), backend=FakeBackend(Answer(declared=True, code="")))

    assert "; action=confirm; " in verdict(await world.decide(mail(SOKHCN)))
    assert world.backend.asked[0].files == (DeclaredFile("u" * 22, "uncertain"),)
    assert refusal(await world.decide(mail(SOKHCN, CITIZEN))) == (550, "5.7.1")
    assert len(world.backend.asked) == 1


async def test_a_stamp_nobody_declared_is_refused_with_the_page_to_declare_it() -> None:
    scan = part(SecrecyState.UNCERTAIN, fingerprint="u" * 22)
    world = World(FakeScanner((scan,)), backend=FakeBackend(Answer(declared=False, code="K7PX3QMA")))
    decision = await world.decide(mail(SOKHCN))

    assert refusal(decision) == (550, "5.7.1")
    assert decision.refusal
    assert "https://thu.thainguyen.gov.vn/xac-nhan/K7PX3QMA" in decision.refusal.text


async def test_no_answer_about_a_declaration_means_later_and_is_no_refusal_to_record() -> None:
    world = World(FakeScanner((LOCKED,)), backend=FakeBackend(None))

    assert refusal(await world.decide(mail(SOKHCN)))[0] == 451
    assert world.journal.records == []


async def test_an_unreadable_file_never_leaves_the_official_addresses() -> None:
    world = World(FakeScanner((LOCKED,)), backend=FakeBackend(Answer(declared=True, code="")))

    assert refusal(await world.decide(mail(SOKHCN, CITIZEN))) == (550, "5.7.1")
    assert world.backend.asked == []


async def test_without_gate_json_a_ministry_is_anyone_else() -> None:
    world = World(FakeScanner((LOCKED,)), gate_file=FakeGateFile(None))

    assert refusal(await world.decide(mail(MINISTRY))) == (550, "5.7.1")
    assert world.backend.asked == []


async def test_a_declassified_paper_passes_to_anyone_once_it_was_declared() -> None:
    paper = part(SecrecyState.DECLASSIFIED, fingerprint="d" * 22)
    world = World(FakeScanner((paper,)), backend=FakeBackend(Answer(declared=True, code="")))

    assert "; action=confirm; " in verdict(await world.decide(mail(CITIZEN)))
    assert world.backend.asked[0].files == (DeclaredFile("d" * 22, "declassified"),)


async def test_a_message_that_cannot_be_taken_apart_cannot_be_declared() -> None:
    world = World(FakeScanner(readable=False), backend=FakeBackend(Answer(declared=True, code="")))

    assert refusal(await world.decide(mail(SOKHCN))) == (550, "5.7.1")
    assert world.backend.asked == []


async def test_more_files_than_one_question_holds_are_refused() -> None:
    files = tuple(replace(LOCKED, fingerprint=f"{n:022}") for n in range(201))
    world = World(FakeScanner(files), backend=FakeBackend(Answer(declared=True, code="")))

    assert refusal(await world.decide(mail(SOKHCN))) == (550, "5.7.1")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (World(FakeScanner(error=NoRules("x"))), 451),
        (World(FakeScanner(error=Unavailable("x"))), 451),
        (World(journal=FakeJournal(full=True)), 451),
    ],
    ids=["no bundle", "no extractor", "no journal"],
)
async def test_whatever_does_not_work_the_mail_waits(broken: World, code: int) -> None:
    assert refusal(await broken.decide(mail(SOKHCN)))[0] == code
    assert refusal(await broken.decide(mail(SOKHCN, login="", sender=CITIZEN)))[0] == code


@pytest.mark.parametrize(("overflow", "code"), [(Overflow.TOO_LARGE, 552), (Overflow.NO_MEMORY, 451)])
async def test_a_message_that_was_not_kept_is_not_accepted(overflow: Overflow, code: int) -> None:
    assert refusal(await World().decide(replace(mail(SOKHCN), overflow=overflow)))[0] == code


async def test_inbound_mail_that_is_clean_carries_no_verdict_of_ours() -> None:
    forged = "Cong-Vu-Verdict: thai-nguyen; v=1; action=allow\nCong-Vu-Verdict: bac-ninh; v=1"
    decision = await World().decide(mail(SOKHCN, login="", sender=CITIZEN, headers=forged))

    assert decision == Decision(remove=((1, "Cong-Vu-Verdict"),))


async def test_a_login_cannot_bring_a_verdict_along_either() -> None:
    decision = await World().decide(mail(SOKHCN, headers="cong-vu-verdict: (x) Thai-Nguyen; v=1; action=allow"))

    assert decision.remove == ((1, "Cong-Vu-Verdict"),)
    assert len(decision.add) == 1


async def test_inbound_mail_with_a_readable_mark_is_refused_with_the_lawful_way() -> None:
    world = World(FakeScanner((MARKED,)))
    decision = await world.decide(mail(SOKHCN, login="", sender=CITIZEN))

    assert refusal(decision) == (550, "5.7.1")
    assert decision.refusal
    assert "van thu" in decision.refusal.text
    [record] = world.journal.records
    assert "login" not in record
    assert (record["direction"], record["agency"]) == ("inbound", "H55.05")


@pytest.mark.parametrize(
    ("settings_say", "gate_says", "refused"),
    [(True, None, True), (False, None, False), (True, False, False), (False, True, True)],
)
async def test_whether_inbound_marks_are_refused_is_policy(
    settings_say: bool, gate_says: bool | None, refused: bool
) -> None:
    gate = FakeGateFile(replace(GATE, inbound_refuse_marked=gate_says))
    world = World(FakeScanner((MARKED,)), gate_file=gate, inbound_refuse_marked=settings_say)
    decision = await world.decide(mail(SOKHCN, login="", sender=CITIZEN))

    assert (decision.refusal is not None) is refused


async def test_a_marked_letter_that_is_let_in_leaves_no_fingerprint_and_no_size() -> None:
    world = World(FakeScanner((MARKED, MEETING)), inbound_refuse_marked=False)
    decision = await world.decide(mail(SOKHCN, login="", sender=CITIZEN))

    assert "; action=block; obligation=none; kind=none; " in verdict(decision)
    [record] = world.journal.records
    assert (record["attachments"], record["size_bytes"]) == ([], None)


@pytest.mark.parametrize("scanner", [FakeScanner((LOCKED,)), FakeScanner(readable=False)])
async def test_inbound_mail_that_cannot_be_read_is_delivered_with_a_note(scanner: FakeScanner) -> None:
    world = World(scanner)

    assert "; action=confirm; " in verdict(await world.decide(mail(SOKHCN, login="", sender=CITIZEN)))
    assert world.backend.asked == []


async def test_mail_that_leaves_without_a_login_passes_the_outbound_gate() -> None:
    redirected = mail(SOKHCN, CITIZEN, login="", sender="")

    assert "; action=allow; " in verdict(await World().decide(redirected))
    assert refusal(await World(FakeScanner((MARKED,)), inbound_refuse_marked=False).decide(redirected))[0] == 550
    assert refusal(await World(FakeScanner((LOCKED,))).decide(redirected))[0] == 550


async def test_nobody_can_confirm_what_nobody_signed_in_to_send() -> None:
    world = World(FakeScanner((LOCKED,)), backend=FakeBackend(Answer(declared=True, code="")))

    assert refusal(await world.decide(mail(MINISTRY, login="", sender=CITIZEN))) == (550, "5.7.1")
    assert world.backend.asked == []


async def test_every_refusal_is_ascii_and_fits_a_reply_line() -> None:
    scanners = [FakeScanner((MARKED,)), FakeScanner((LOCKED,)), FakeScanner(readable=False)]
    for scanner in scanners:
        for recipients in ((SOKHCN,), (CITIZEN,), (MINISTRY,)):
            for login in ("", AN):
                world = World(scanner, backend=FakeBackend(Answer(declared=False, code="K7PX3QMA")))
                decision = await world.decide(mail(*recipients, login=login))
                text = decision.refusal.text if decision.refusal else ""
                assert text.isascii()
                assert len(text) < 480


def cleared_gate(agency: str = "H55.05", hours: int = 1) -> FakeGateFile:
    clearance = Cleared(agency, CLEARED, "12/QĐ-SKHCN", NOW + timedelta(hours=hours))
    return FakeGateFile(replace(GATE, clearances=(clearance,)))


async def test_a_marked_file_that_two_people_cleared_passes_for_its_agency_and_the_decision_is_recorded() -> None:
    marked = part(SecrecyState.MARKED, rule="secrecy.marking", fingerprint=CLEARED)
    world = World(FakeScanner(attachments=(marked,)), gate_file=cleared_gate())

    decision = await world.decide(mail(SOKHCN, login=AN))

    assert "action=allow" in verdict(decision)
    [record] = world.journal.records
    assert record["attachments"] == [{"fingerprint": CLEARED, "action": "allow", "decision": "12/QĐ-SKHCN"}]


@pytest.mark.parametrize(
    ("gate_file", "login", "fingerprint"),
    [
        (cleared_gate(agency="H55.07"), AN, CLEARED),
        (cleared_gate(hours=0), AN, CLEARED),
        (cleared_gate(), AN, "d" * 22),
        (cleared_gate(), LAN, CLEARED),
        (cleared_gate(), "", CLEARED),
    ],
    ids=["another agency", "over", "another file", "a log-in of another agency", "nobody signed in"],
)
async def test_a_clearance_is_for_one_file_one_agency_and_a_time(
    gate_file: FakeGateFile, login: str, fingerprint: str
) -> None:
    marked = part(SecrecyState.MARKED, rule="secrecy.marking", fingerprint=fingerprint)
    world = World(FakeScanner(attachments=(marked,)), gate_file=gate_file)

    assert refusal(await world.decide(mail(SOKHCN, login=login)))[0] == 550


async def test_a_clearance_does_not_cover_what_stands_around_the_file() -> None:
    marked = part(SecrecyState.MARKED, rule="secrecy.marking", fingerprint=CLEARED)
    body = part(SecrecyState.MARKED, rule="secrecy.marking")
    world = World(FakeScanner(body=body, attachments=(marked,)), gate_file=cleared_gate())

    assert refusal(await world.decide(mail(SOKHCN, login=AN)))[0] == 550
