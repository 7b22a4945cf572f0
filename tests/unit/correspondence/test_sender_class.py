"""Who counts as an agency, a business, a citizen."""

import pytest

from backend.correspondence.sender_class import SenderRules, sender_class_of
from backend.correspondence.terms import SenderClass

RULES = SenderRules(frozenset({"thainguyen.gov.vn"}), frozenset({"@congty.example", "chi.mai@gmail.com"}))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("ai@thainguyen.gov.vn", SenderClass.AGENCY),
        ("vanthu@moha.gov.vn", SenderClass.AGENCY),
        ("vanthu@chinhphu.vn", SenderClass.AGENCY),
        ("ai@gov.vn.example", SenderClass.CITIZEN),
        ("ai@notgov.vn", SenderClass.CITIZEN),
        ("ketoan@congty.example", SenderClass.BUSINESS),
        ("ketoan@con.congty.example", SenderClass.CITIZEN),
        ("chi.mai@gmail.com", SenderClass.BUSINESS),
        ("anh.ba@gmail.com", SenderClass.CITIZEN),
    ],
)
def test_the_address_decides(address: str, expected: SenderClass) -> None:
    assert sender_class_of(address, RULES, in_directory=False) is expected


def test_an_official_mailbox_outside_the_domain_is_an_agencys() -> None:
    assert sender_class_of("ubndxa@gmail.com", RULES, in_directory=True) is SenderClass.AGENCY
