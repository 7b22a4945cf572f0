"""Addresses that only look official. The official ones are those of a province and a ministry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.directory.lookalike_addresses import Lookalike, LookalikeReason, OfficialNames
from backend.text.lookalikes import LOOKALIKES

PROVINCE = "thainguyen.gov.vn"
NAMES = OfficialNames(
    {PROVINCE, "backan.gov.vn", "moc.gov.vn"},
    {"gov.vn", "chinhphu.vn", "quochoi.vn"},
    ["sotaichinh@thainguyen.gov.vn", "soyte@thainguyen.gov.vn", "phuluong@thainguyen.gov.vn", "vpubnd@backan.gov.vn"],
)
CYRILLIC_A, CYRILLIC_O = "\u0430", "\u043e"


@pytest.mark.parametrize(
    ("domain", "resembles", "reason"),
    [
        ("thainguyen-gov.vn", PROVINCE, LookalikeReason.JOINED),
        ("thainguyengov.vn", PROVINCE, LookalikeReason.JOINED),
        ("thai-nguyen.gov.vn", PROVINCE, LookalikeReason.JOINED),
        ("mail.thainguyen-gov.vn", PROVINCE, LookalikeReason.JOINED),
        ("moc-gov.vn", "moc.gov.vn", LookalikeReason.JOINED),
        ("moet-gov.vn", "moet.gov.vn", LookalikeReason.JOINED),
        ("thainguyen.gov.vn.example.com", PROVINCE, LookalikeReason.SUBDOMAIN),
        ("mail.thainguyen.gov.vn.example.com", PROVINCE, LookalikeReason.SUBDOMAIN),
        ("moet.gov.vn.example.com", "moet.gov.vn", LookalikeReason.SUBDOMAIN),
        ("thainguyen.g0v.vn", PROVINCE, LookalikeReason.LETTERS),
        ("tha1nguyen.gov.vn", PROVINCE, LookalikeReason.LETTERS),
        ("moet.g0v.vn", "moet.gov.vn", LookalikeReason.LETTERS),
        (f"th{CYRILLIC_A}inguyen.gov.vn", PROVINCE, LookalikeReason.LETTERS),
        ("xn--thinguyen-1yh.gov.vn", PROVINCE, LookalikeReason.LETTERS),  # the same, as mail servers write it
        ("tháinguyên.gov.vn", PROVINCE, LookalikeReason.LETTERS),
        ("xn--thinguyn-9ya9g.gov.vn", PROVINCE, LookalikeReason.LETTERS),  # the same
        ("chlnhphu.vn", "chinhphu.vn", LookalikeReason.LETTERS),
        ("thainguyem.gov.vn", PROVINCE, LookalikeReason.ONE_LETTER),
        ("thainguen.gov.vn", PROVINCE, LookalikeReason.ONE_LETTER),
        ("thaingueyn.gov.vn", PROVINCE, LookalikeReason.ONE_LETTER),
        ("thainguyen.gov.vm", PROVINCE, LookalikeReason.ONE_LETTER),
        ("backkan.gov.vn", "backan.gov.vn", LookalikeReason.ONE_LETTER),
        ("thainguyen.gov.com", PROVINCE, LookalikeReason.ENDING),
        ("thainguyen-gov.net", PROVINCE, LookalikeReason.ENDING),
        ("cong-thainguyen.gov.info", PROVINCE, LookalikeReason.ENDING),
    ],
)
def test_a_domain_that_is_taken_for_an_official_one_is_told(
    domain: str, resembles: str, reason: LookalikeReason
) -> None:
    assert NAMES.lookalike(f"vanthu@{domain}") == Lookalike(resembles, reason)


@pytest.mark.parametrize(
    "domain",
    [
        PROVINCE,
        "backan.gov.vn",
        "stttt.thainguyen.gov.vn",
        "thainguyen.gov.vn.",
        "tainguyenmoitruong.gov.vn",
        "moh.gov.vn",  # a ministry, one letter off another
        "moe.gov.vn",
        "hanoi.gov.vn",
        "gov.vn",
        "chinhphu.vn",
        "baochinhphu.vn",
        "thainguyen.vn",
        "thainguyen.edu.vn",
        "baothainguyen.vn",
        "thainguyentv.vn",
        "egov.vnpt.vn",
        "mfa.gov.cn",
        "gmail.com",
        "tênmiền.vn",
        "xn--.vn",
        "xn--\ud800.vn",
        "localhost",
    ],
)
def test_domains_that_stand_for_themselves_are_not_doubted(domain: str) -> None:
    assert NAMES.lookalike(f"vanthu@{domain}") is None


@pytest.mark.parametrize(
    ("address", "resembles", "reason"),
    [
        ("sotaichinh.thainguyen.gov.vn@gmail.com", PROVINCE, LookalikeReason.LOCAL_PART),
        ("sotaichinh%thainguyen.gov.vn@example.com", PROVINCE, LookalikeReason.LOCAL_PART),
        ("thainguyen-gov@example.com", PROVINCE, LookalikeReason.LOCAL_PART),
        ("sotaichnh@thainguyen.gov.vn", "sotaichinh@thainguyen.gov.vn", LookalikeReason.ONE_LETTER),
        ("phuluomg@thainguyen.gov.vn", "phuluong@thainguyen.gov.vn", LookalikeReason.ONE_LETTER),
        (f"s{CYRILLIC_O}yte@thainguyen.gov.vn", "soyte@thainguyen.gov.vn", LookalikeReason.LETTERS),
        ("s0yte@thainguyen.gov.vn", "soyte@thainguyen.gov.vn", LookalikeReason.LETTERS),
    ],
)
def test_an_address_that_is_taken_for_an_official_one_is_told(
    address: str, resembles: str, reason: LookalikeReason
) -> None:
    assert NAMES.lookalike(address) == Lookalike(resembles, reason)


@pytest.mark.parametrize(
    "address",
    [
        "an.nguyen@thainguyen.gov.vn",
        "soyte2@thainguyen.gov.vn",  # a figure tells two boxes apart
        "sotaichinh@backan.gov.vn",
        "sotaichinh.thainguyen@gmail.com",
        "no address",
        "@thainguyen.gov.vn",
        "sotaichinh@",
        "",
    ],
)
def test_addresses_that_may_be_right_are_not_doubted(address: str) -> None:
    assert NAMES.lookalike(address) is None


_LABEL = st.from_regex(r"[a-z][a-z0-9]{2,11}", fullmatch=True)
_OFFICIAL = st.builds(lambda name: f"{name}.gov.vn", st.from_regex(r"[a-z]{5,12}", fullmatch=True))
_SEEN_AS = {letter: sorted(sign for sign, seen in LOOKALIKES.items() if seen == letter) for letter in "aeocpxys"}


@given(_OFFICIAL, _LABEL)
def test_what_is_official_is_never_doubted(official: str, name: str) -> None:
    names = OfficialNames({official}, {"gov.vn"}, [f"{name}@{official}"])
    assert names.lookalike(f"{name}@{official}") is None
    assert names.lookalike(f"{name}@{name}.{official}") is None


@given(_OFFICIAL, _LABEL, st.sampled_from(["com", "net", "vn", "com.vn", "org"]))
def test_the_official_domain_before_another_is_always_told(official: str, other: str, ending: str) -> None:
    names = OfficialNames({official}, {"gov.vn"})
    found = names.lookalike(f"vanthu@{official}.{other}.{ending}")
    assert found is not None
    assert found.resembles == official


@given(_OFFICIAL, st.data())
def test_a_letter_of_another_alphabet_is_always_told_in_both_spellings(official: str, data: st.DataObject) -> None:
    places = [place for place, letter in enumerate(official) if letter in _SEEN_AS]
    place = data.draw(st.sampled_from(places))
    sign = data.draw(st.sampled_from(_SEEN_AS[official[place]]))
    written = official[:place] + sign + official[place + 1 :]
    ace = ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in written.split(".")
    )
    names = OfficialNames({official}, {"gov.vn"})
    assert names.lookalike(f"vanthu@{written}") == Lookalike(official, LookalikeReason.LETTERS)
    assert names.lookalike(f"vanthu@{ace}") == Lookalike(official, LookalikeReason.LETTERS)


@given(st.text(max_size=60))
def test_whatever_is_written_is_answered(text: str) -> None:
    NAMES.lookalike(text)
    NAMES.lookalike(f"vanthu@xn--{text}.vn")
