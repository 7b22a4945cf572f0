"""gate.json and the three rings of recipients."""

import json

import pytest

from backend.classification.verdict import Ring
from backend.gateway.gate_file import Box, BoxKind, GateFile, read_gate_file, ring_of

DOCUMENT = {
    "format": 1,
    "written_at": "2026-11-02T05:00:00Z",
    "province_domains": ["ThaiNguyen.gov.vn", "backan.gov.vn"],
    "official_addresses": ["VanPhong@bo.gov.vn"],
    "mailboxes": {
        "SoKHCN@thainguyen.gov.vn": {"agency": "H55.05", "kind": "agency"},
        "giamdoc.sokhcn@thainguyen.gov.vn": {"agency": "H55.05", "kind": "role"},
        "an.nguyen@thainguyen.gov.vn": {"agency": "H55.05", "kind": "personal"},
    },
    "logins": {"SoKHCN@thainguyen.gov.vn": {"agency": "H55.05"}},
    "inbound_refuse_marked": False,
}


def gate() -> GateFile:
    return read_gate_file(json.dumps(DOCUMENT).encode())


def test_the_document_is_read_in_lower_case() -> None:
    read = gate()

    assert read.province_domains == {"thainguyen.gov.vn", "backan.gov.vn"}
    assert read.logins == {"sokhcn@thainguyen.gov.vn": "H55.05"}
    assert read.inbound_refuse_marked is False
    assert read.box("SOKHCN@thainguyen.gov.vn") == Box("H55.05", BoxKind.AGENCY)


def test_an_address_with_a_detail_is_the_same_mailbox() -> None:
    assert gate().box("sokhcn+thue@thainguyen.gov.vn") == Box("H55.05", BoxKind.AGENCY)


def test_facts_are_kept_of_agency_and_role_boxes_only() -> None:
    read = gate()

    assert read.recorded_box("giamdoc.sokhcn@thainguyen.gov.vn")
    assert read.recorded_box("an.nguyen@thainguyen.gov.vn") is None
    assert read.recorded_box("congdan@nguoidan.example") is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"format":2}',
        b'{"format":1}',
        json.dumps({**DOCUMENT, "mailboxes": {"a@b": {"agency": "H55", "kind": "secret"}}}).encode(),
        json.dumps({**DOCUMENT, "mailboxes": ["a@b"]}).encode(),
        json.dumps({**DOCUMENT, "logins": {"a@b": None}}).encode(),
        b"\xff\xfe",
    ],
)
def test_a_document_of_another_shape_is_refused_whole(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_gate_file(content)


@pytest.mark.parametrize(
    ("address", "ring"),
    [
        ("sokhcn@thainguyen.gov.vn", Ring.PROVINCE),
        ("AN@THAINGUYEN.GOV.VN", Ring.PROVINCE),
        ("an@thainguyen.gov.vn.", Ring.PROVINCE),
        ("an@backan.gov.vn", Ring.PROVINCE),
        ("an@bundle.gov.vn", Ring.PROVINCE),
        ("vanphong@bo.gov.vn", Ring.OFFICIAL),
        ("khac@bo.gov.vn", Ring.OTHER),
        ("an@sub.thainguyen.gov.vn", Ring.OTHER),
        ("an@xthainguyen.gov.vn", Ring.OTHER),
        ("an%evil.example@thainguyen.gov.vn", Ring.OTHER),
        ("evil.example!an@thainguyen.gov.vn", Ring.OTHER),
        ('"an@evil.example"@thainguyen.gov.vn', Ring.OTHER),
        ("@thainguyen.gov.vn", Ring.OTHER),
        ("thainguyen.gov.vn", Ring.OTHER),
        ("", Ring.OTHER),
    ],
)
def test_a_recipient_stands_in_its_ring(address: str, ring: Ring) -> None:
    assert ring_of(address, gate(), ["Bundle.gov.vn"]) is ring


def test_without_gate_json_only_the_bundles_domains_are_inside() -> None:
    assert ring_of("an@thainguyen.gov.vn", GateFile(), ["thainguyen.gov.vn"]) is Ring.PROVINCE
    assert ring_of("vanphong@bo.gov.vn", GateFile(), ["thainguyen.gov.vn"]) is Ring.OTHER
    assert GateFile().box("sokhcn@thainguyen.gov.vn") is None
