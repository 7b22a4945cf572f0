"""From findings to what may be done with the whole message."""

import pytest

from backend.classification.message_findings import MessageFindings
from backend.classification.verdict import Action, DocumentForm, Finding, Obligation, Ring, RuleHit, SecrecyState, Where
from backend.documents.model import UnreadableReason
from backend.gateway.judgement import JudgedFile, judge


def finding(
    secrecy: SecrecyState = SecrecyState.NONE,
    unreadable: UnreadableReason | None = None,
    rule: str | None = None,
    obligation: Obligation = Obligation.NONE,
    kind: str | None = None,
    fingerprint: str = "f" * 22,
    urgency: str | None = None,
) -> Finding:
    hits = (RuleHit(rule, Where.ATTACHMENT_TEXT, "", 1, 1),) if rule else ()
    return Finding(
        "a.docx", "0" * 64, fingerprint, 10, "x/y", secrecy, None, unreadable, obligation,
        DocumentForm(kind=kind, urgency=urgency), "utf-8-nfc", hits, 1.0,
    )  # fmt: skip


CLEAN = finding(fingerprint="")
LOCKED = finding(unreadable=UnreadableReason.ENCRYPTED)
MARKED = finding(SecrecyState.MARKED, rule="secrecy.marking")


def message(*attachments: Finding, body: Finding = CLEAN, readable: bool = True) -> MessageFindings:
    return MessageFindings(CLEAN, (body,), attachments, readable)


def test_a_clean_message_may_go_anywhere() -> None:
    judged = judge(message(finding()), Ring.OTHER)

    assert (judged.action, judged.state, judged.rules) == (Action.ALLOW, "none", ())
    assert judged.files == (JudgedFile("f" * 22, "none", Action.ALLOW),)


def test_a_mark_anywhere_blocks_and_nothing_else_of_the_message_is_kept() -> None:
    paper = finding(rule="obligation.meeting", obligation=Obligation.MANDATORY, kind="TLH")
    for marked in (message(paper, MARKED), message(paper, body=MARKED)):
        judged = judge(marked, Ring.PROVINCE)

        assert (judged.action, judged.state, judged.marked) == (Action.BLOCK, "marked", True)
        assert judged.rules == ("secrecy.marking",)
        assert (judged.files, judged.kind, judged.obligation) == ((), None, Obligation.NONE)
        assert judged.charset is None


def test_what_cannot_be_read_is_confirmed_inside_and_blocked_outside() -> None:
    assert judge(message(LOCKED), Ring.PROVINCE).action is Action.CONFIRM
    assert judge(message(LOCKED), Ring.OFFICIAL).action is Action.CONFIRM
    assert judge(message(LOCKED), Ring.OTHER).action is Action.BLOCK
    assert judge(message(LOCKED), Ring.PROVINCE).state == "unreadable"


def test_only_files_that_need_it_are_to_be_declared_each_once() -> None:
    judged = judge(message(finding(fingerprint="c" * 22), LOCKED, LOCKED), Ring.PROVINCE)

    assert judged.to_be_declared == (JudgedFile("f" * 22, "unreadable", Action.CONFIRM),)
    assert judged.declarable


def test_a_declassified_paper_is_confirmed_towards_anyone() -> None:
    judged = judge(message(finding(SecrecyState.DECLASSIFIED)), Ring.OTHER)

    assert (judged.action, judged.state, judged.declarable) == (Action.CONFIRM, "declassified", True)


def test_a_declassified_paper_that_cannot_be_read_in_full_is_named_declassified() -> None:
    half = finding(SecrecyState.DECLASSIFIED, UnreadableReason.UNSUPPORTED)

    assert judge(message(half), Ring.PROVINCE).files[0].state == "declassified"


def test_a_message_that_cannot_be_taken_apart_is_never_clean_and_nobody_can_declare_it() -> None:
    inside = judge(message(readable=False), Ring.PROVINCE)

    assert (inside.action, inside.state, inside.declarable) == (Action.CONFIRM, "unreadable", False)
    assert judge(message(readable=False), Ring.OTHER).action is Action.BLOCK


def test_a_text_that_would_have_to_be_confirmed_cannot_be() -> None:
    assert not judge(message(body=finding(SecrecyState.UNCERTAIN)), Ring.PROVINCE).declarable


def test_the_strongest_duty_speaks_for_the_message() -> None:
    letter = finding(obligation=Obligation.ENCOURAGED, kind="CV", rule="obligation.letter")
    meeting = finding(obligation=Obligation.MANDATORY, kind="TLH", rule="obligation.meeting")
    judged = judge(message(finding(), letter, meeting), Ring.OTHER)

    assert (judged.obligation, judged.kind) == (Obligation.MANDATORY, "TLH")
    assert judged.rules == ("obligation.letter", "obligation.meeting")


@pytest.mark.parametrize(
    ("ring", "action", "to_be_declared"),
    [(Ring.PROVINCE, Action.CONFIRM, 1), (Ring.OFFICIAL, Action.CONFIRM, 1), (Ring.OTHER, Action.BLOCK, 0)],
)
def test_a_stamp_nobody_could_read_is_declared_towards_officials_and_stopped_towards_others(
    ring: Ring, action: Action, to_be_declared: int
) -> None:
    judged = judge(message(finding(SecrecyState.UNCERTAIN)), ring)

    assert (judged.action, judged.state, len(judged.to_be_declared)) == (action, "uncertain", to_be_declared)


def test_the_worst_state_is_named_first() -> None:
    states = [finding(SecrecyState.RESTRICTED), finding(SecrecyState.DECLASSIFIED), finding(SecrecyState.UNCERTAIN)]

    assert judge(message(*states), Ring.PROVINCE).state == "uncertain"
    assert judge(message(*states[:2]), Ring.PROVINCE).state == "declassified"


def test_the_highest_urgency_of_the_papers_attached_counts() -> None:
    papers = [finding(urgency="KHAN"), finding(urgency="HOA_TOC"), finding(urgency="THUONG_KHAN")]

    assert judge(message(*papers), Ring.PROVINCE).urgency == "HOA_TOC"
    assert judge(message(*papers[::2]), Ring.PROVINCE).urgency == "THUONG_KHAN"
    assert judge(message(finding()), Ring.PROVINCE).urgency is None


def test_a_paper_with_a_mark_says_nothing_of_its_urgency_cleared_or_not() -> None:
    secret = finding(SecrecyState.MARKED, rule="secrecy.marking", urgency="HOA_TOC")

    assert judge(message(secret), Ring.PROVINCE).urgency is None
    assert judge(message(secret), Ring.PROVINCE, {"f" * 22: "12/QĐ"}).urgency is None


def test_urgency_in_the_text_of_a_letter_is_no_papers() -> None:
    assert judge(message(finding(), body=finding(urgency="HOA_TOC")), Ring.PROVINCE).urgency is None
