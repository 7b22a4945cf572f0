"""The field that readers believe, and the forgeries that are removed."""

import pytest

from backend.classification.verdict import Action, Obligation
from backend.gateway.verdict_header import Verdict, forged_fields, verdict_field

OURS = "thai-nguyen"


def test_the_field_is_ascii_and_says_what_was_found() -> None:
    verdict = Verdict(Action.ALLOW, Obligation.ENCOURAGED, "QĐ", "2026.11.3", "ABCDEFGHJKLM")

    assert verdict_field(OURS, verdict) == (
        "Cong-Vu-Verdict",
        "thai-nguyen; v=1; action=allow; obligation=encouraged; kind=Q%C4%90; bundle=2026.11.3; id=ABCDEFGHJKLM",
    )


def test_a_message_without_a_kind_says_none() -> None:
    verdict = Verdict(Action.CONFIRM, Obligation.NONE, None, "2026.11.3", "ABCDEFGHJKLM")

    assert "; action=confirm; obligation=none; kind=none;" in verdict_field(OURS, verdict)[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cong-Vu-Verdict", "thai-nguyen; v=1; action=allow"),
        ("cong-vu-VERDICT", "thai-nguyen; v=1"),
        ("Cong-Vu-Verdict ", "thai-nguyen"),
        ("Cong-Vu-Verdict", "\n  thai-nguyen\n ; v=1"),
        ("Cong-Vu-Verdict", "THAI-NGUYEN; v=1"),
        ("Cong-Vu-Verdict", "(a (nested) comment) thai-nguyen (another); v=1"),
        ("Cong-Vu-Verdict", "thai(split)-nguyen; v=1"),
        ("Cong-Vu-Verdict", '"thai-nguyen"; v=1'),
        ("Cong-Vu-Verdict", '"thai-"nguyen; v=1'),
        ("Cong-Vu-Verdict", "=?utf-8?q?thai-nguyen?=; v=1"),
        ("Cong-Vu-Verdict", "=?utf-8?b?dGhhaS1uZ3V5ZW4=?=; v=1"),
        ("Cong-Vu-Verdict", "\u200bthai-ng\u00aduyen; v=1"),
        ("Cong-Vu-Verdict", "ｔｈａｉ-nguyen; v=1"),
        ("Cong-Vu-Verdict", "; thai-nguyen; v=1"),
        ("Cong-Vu-Verdict", "bac-ninh; thai-nguyen; v=1"),
    ],
)
def test_a_field_that_some_reader_might_take_for_ours_is_removed(name: str, value: str) -> None:
    assert forged_fields([(name.encode(), value.encode())], OURS) == ((1, "Cong-Vu-Verdict"),)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Cong-Vu-Verdict", "bac-ninh; v=1; action=allow; id=X"),
        ("Cong-Vu-Verdict", "thai-nguyen-2; v=1"),
        ("Cong-Vu-Verdict", "bac-ninh; v=1; (thai-nguyen; quoted in a comment)"),
        ("Cong-Vu-Verdict", ""),
        ("X-Cong-Vu-Verdict", "thai-nguyen; v=1"),
        ("Subject", "thai-nguyen; v=1"),
    ],
)
def test_other_fields_stay(name: str, value: str) -> None:
    assert forged_fields([(name.encode(), value.encode())], OURS) == ()


def test_all_forgeries_are_named_by_their_place_among_fields_of_that_name() -> None:
    headers = [
        (b"Cong-Vu-Verdict", b"thai-nguyen; v=1"),
        (b"Subject", b"thai-nguyen"),
        (b"cong-vu-verdict", b"bac-ninh; v=1"),
        (b"CONG-VU-VERDICT", b"thai-nguyen; v=1"),
    ]

    assert [index for index, _ in forged_fields(headers, OURS)] == [1, 3]
