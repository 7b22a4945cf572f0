"""What is kept of an accepted letter, and of whom."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from backend.classification.letter_charset import LetterCharset
from backend.classification.letter_signs import LetterSigns
from backend.classification.verdict import Action, Obligation, Ring
from backend.gateway.gate_file import Box, BoxKind, GateFile
from backend.gateway.journal_records import Direction, Letter, accepted
from backend.gateway.judgement import JudgedFile, Judgement
from backend.gateway.milter_session import Mail
from backend.mail.automatic import Automatic
from backend.mail.delivery_status import RecipientStatus
from backend.mail.message import HeaderFacts
from backend.mail.receipts import DeliveryReceipt, ReadReceipt, Receipt

SOKHCN, SOTC = "sokhcn@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn"
AN, LAN = "an@thainguyen.gov.vn", "lan@thainguyen.gov.vn"
CITIZEN, MINISTRY = "congdan@nguoidan.example", "vanphong@bo.gov.vn"
GATE = GateFile(
    province_domains=frozenset({"thainguyen.gov.vn"}),
    mailboxes={
        SOKHCN: Box("H55.05", BoxKind.AGENCY),
        SOTC: Box("H55.07", BoxKind.AGENCY),
        AN: Box("H55.05", BoxKind.PERSONAL),
        LAN: Box("H55.07", BoxKind.PERSONAL),
    },
    logins={SOKHCN: "H55.05", AN: "H55.05"},
)
FACTS = HeaderFacts(
    message_id="1@nguoidan.example", in_reply_to=("a@x",), references=("b@x", "a@x"),
    sent_at=datetime(2026, 11, 2, 1, 15, tzinfo=UTC), authors=(CITIZEN,), recipients=(SOKHCN,),
    user_agent="Roundcube Webmail/1.6.5",
)  # fmt: skip


def letter(sender: str, *recipients: str, login: str = "", facts: HeaderFacts = FACTS) -> Letter:
    rings = tuple(Ring.PROVINCE if address.endswith("@thainguyen.gov.vn") else Ring.OTHER for address in recipients)
    judgement = Judgement(
        Action.ALLOW, "none", ("obligation.letter",), Obligation.ENCOURAGED, "CV",
        (JudgedFile("f" * 22, "none", Action.ALLOW),), declarable=True, urgency="KHAN", charset=LetterCharset.UNICODE,
    )  # fmt: skip
    mail = Mail(login, "4bX2kT", sender, recipients, ((b"Subject", b"Xin hoi"),), (b"xin chao\r\n",))
    direction = Direction.SUBMISSION if login else Direction.INBOUND
    automatic = Automatic(automatic=False, may_acknowledge=True, bounce=False, reason="")
    return Letter("ABCDEFGHJKLM", mail, direction, rings, "2026.11.3", judgement, facts, automatic)


def recipients(of: Letter) -> object:
    [record] = accepted(of, GATE)
    return record["recipients"]


def test_a_citizens_letter_to_an_agency_is_kept_without_its_subject() -> None:
    assert accepted(letter("CongDan@nguoidan.example", "SoKHCN@thainguyen.gov.vn"), GATE) == [
        {
            "kind": "checked",
            "id": "ABCDEFGHJKLM",
            "direction": "inbound",
            "queue_id": "4bX2kT",
            "login": None,
            "webmail": False,
            "sender": CITIZEN,
            "author": CITIZEN,
            "recipients": [SOKHCN],
            "message_id": "1@nguoidan.example",
            "in_reply_to": ["a@x"],
            "references": ["b@x", "a@x"],
            "date": "2026-11-02T01:15:00Z",
            "automatic": {"automatic": False, "may_acknowledge": True, "reason": ""},
            "verdict": {
                "action": "allow",
                "obligation": "encouraged",
                "kind": "CV",
                "bundle": "2026.11.3",
                "rules": ["obligation.letter"],
                "state": "none",
                "urgency": "KHAN",
            },
            "attachments": [{"fingerprint": "f" * 22, "action": "allow"}],
            "size_bytes": 30,
        }
    ]


def test_a_submission_names_its_login_and_whether_roundcube_sent_it() -> None:
    [record] = accepted(letter(SOKHCN, CITIZEN, login="SoKHCN@thainguyen.gov.vn"), GATE)

    assert (record["login"], record["webmail"], record["recipients"]) == (SOKHCN, True, [CITIZEN])


def test_what_a_letter_is_written_in_is_told_of_submissions_alone_and_of_none_for_a_named_receiver() -> None:
    sent = letter(SOKHCN, SOTC, login=SOKHCN)
    [told], [shielded] = (accepted(one, GATE) for one in (sent, replace(sent, signs=LetterSigns(shielded=True))))
    [came] = accepted(letter(CITIZEN, SOKHCN), GATE)

    assert told["charset"] == "unicode"
    assert "charset" not in shielded
    assert "charset" not in came


def test_from_an_agency_box_outside_recipients_are_kept_and_personal_boxes_are_not() -> None:
    assert recipients(letter(SOKHCN, CITIZEN, SOTC, AN, MINISTRY, login=SOKHCN)) == [CITIZEN, SOTC, MINISTRY]


def test_a_box_that_the_directory_does_not_know_is_treated_as_personal() -> None:
    assert recipients(letter(SOKHCN, CITIZEN, "ai-do@thainguyen.gov.vn", login=SOKHCN)) == [CITIZEN]


def test_of_a_personal_boxs_letter_only_agency_boxes_are_kept() -> None:
    assert recipients(letter(AN, CITIZEN, SOTC, LAN, login=AN)) == [SOTC]


def test_a_stranger_who_writes_as_an_agency_gains_nothing() -> None:
    assert recipients(letter(SOKHCN, SOTC, MINISTRY)) == [SOTC]


def test_the_author_counts_unless_it_is_a_stranger_with_an_official_name_or_there_are_several() -> None:
    def author(written: tuple[str, ...], login: str = "") -> object:
        [record] = accepted(letter(login or CITIZEN, SOKHCN, login=login, facts=replace(FACTS, authors=written)), GATE)
        return record["author"]

    assert author((CITIZEN,)) == CITIZEN
    assert author((SOTC,)) is None
    assert author((SOTC,), login=SOTC) == SOTC
    assert author((CITIZEN, "lan@nguoidan.example")) is None
    assert author(()) is None


def test_a_recipient_named_twice_is_kept_once() -> None:
    assert recipients(letter(CITIZEN, SOKHCN, "SOKHCN@thainguyen.gov.vn")) == [SOKHCN]


@pytest.mark.parametrize(
    ("of", "counts"),
    [
        (letter(AN, LAN, login=AN), [{"kind": "counted", "agency": "H55.05", "direction": "submission"}]),
        (letter(AN, CITIZEN, login=AN), [{"kind": "counted", "agency": "H55.05", "direction": "submission"}]),
        (letter(CITIZEN, AN), [{"kind": "counted", "agency": "H55.05", "direction": "inbound"}]),
        (
            letter(CITIZEN, AN, LAN),
            [
                {"kind": "counted", "agency": "H55.05", "direction": "inbound"},
                {"kind": "counted", "agency": "H55.07", "direction": "inbound"},
            ],
        ),
        (letter("", CITIZEN), []),
        (letter("ai@x.example", CITIZEN, login="ai@x.example"), []),
    ],
)
def test_between_personal_boxes_letters_are_only_counted(of: Letter, counts: list[dict[str, object]]) -> None:
    assert accepted(of, GATE) == counts


def test_without_gate_json_nothing_is_recorded() -> None:
    assert accepted(letter(SOKHCN, CITIZEN, SOTC, login=SOKHCN), GateFile()) == []


def test_of_what_a_letter_says_only_flags_and_codes_are_kept_and_only_where_there_are_some() -> None:
    signs = LetterSigns(shielded=True, dossiers=("H55.05-260105-0012",))
    [record] = accepted(replace(letter(CITIZEN, SOKHCN), signs=signs), GATE)

    assert (record["shielded"], record["dossiers"]) == (True, ["H55.05-260105-0012"])
    assert not {"tax_code", "status_asked"} & record.keys()


def receipts(of: Receipt, *to: str) -> list[dict[str, object]]:
    carried = replace(letter("", *(to or (SOKHCN,))), receipt=of)
    return [record for record in accepted(carried, GATE) if record["kind"] == "receipt"]


def test_a_read_receipt_is_kept_with_nothing_but_what_it_says() -> None:
    said = ReadReceipt("cong-van-12@thainguyen.gov.vn", MINISTRY, "manual-action/MDN-sent-manually", "displayed", ())

    assert receipts(said) == [
        {
            "kind": "receipt",
            "boxes": [SOKHCN],
            "original_message_id": "cong-van-12@thainguyen.gov.vn",
            "final": MINISTRY,
            "receipt": "mdn",
            "disposition": "displayed",
            "mode": "manual-action/MDN-sent-manually",
        }
    ]


def test_of_a_delivery_report_each_recipient_is_a_record_but_officials_own_boxes() -> None:
    statuses = (
        RecipientStatus(CITIZEN, "failed", "5.1.1"),
        RecipientStatus(LAN, "delivered", "2.0.0"),
        RecipientStatus(SOTC, "delivered", "2.0.0"),
        RecipientStatus("ai-do@thainguyen.gov.vn", "failed", "5.1.1"),
    )

    kept = receipts(DeliveryReceipt("12@thainguyen.gov.vn", statuses))
    assert [(one["final"], one["action"], one["status"]) for one in kept] == [
        (CITIZEN, "failed", "5.1.1"),
        (SOTC, "delivered", "2.0.0"),
    ]


def test_a_receipt_that_names_no_letter_or_comes_to_an_officials_own_box_is_not_kept() -> None:
    said = ReadReceipt("12@thainguyen.gov.vn", CITIZEN, None, "displayed", ())

    assert receipts(replace(said, original_message_id=None)) == []
    assert receipts(replace(said, final=None)) == []
    assert receipts(said, AN) == []


def test_a_report_of_a_thousand_recipients_is_cut() -> None:
    statuses = tuple(RecipientStatus(f"a{number}@bo.gov.vn", "failed", "5.1.1") for number in range(1000))

    assert len(receipts(DeliveryReceipt("12@thainguyen.gov.vn", statuses))) == 100


ACKNOWLEDGEMENT = replace(FACTS, message_id="ack.0a1b@h55.05.congvu", in_reply_to=("7@nguoidan.example",))


def test_of_an_acknowledgement_of_ours_it_is_kept_which_letter_it_answers_and_not_whose() -> None:
    kept = {"kind": "acknowledged", "message_id": "ack.0a1b@h55.05.congvu", "in_reply_to": ["7@nguoidan.example"]}

    assert accepted(letter("", CITIZEN, facts=ACKNOWLEDGEMENT), GATE) == [kept]
    assert accepted(letter("", SOKHCN, facts=ACKNOWLEDGEMENT), GATE)[0] == kept


@pytest.mark.parametrize("forged", [letter(CITIZEN, MINISTRY), letter(AN, CITIZEN, login=AN), letter("", MINISTRY)])
def test_what_somebody_sent_is_no_acknowledgement_whatever_it_is_called(forged: Letter) -> None:
    facts = ACKNOWLEDGEMENT if forged.mail.sender else FACTS

    assert all(record["kind"] != "acknowledged" for record in accepted(replace(forged, facts=facts), GATE))
