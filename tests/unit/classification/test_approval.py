"""Who signed a bundle, by the vectors that browser and PHP are held to as well."""

import json
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey

from backend.classification import approval
from backend.errors import BundleError, BundleRefusal

VECTORS = json.loads((Path(__file__).parents[3] / "rules/conformance/signatures.json").read_text("utf-8"))
TRUSTED = [OKPKey.import_key(key) for key in VECTORS["trusted"]]
EDITOR, APPROVER = (OKPKey.generate_key("Ed25519") for _ in range(2))
CASES = [pytest.param(case["jws"], case["approvals"], case["expect"], id=case["name"]) for case in VECTORS["cases"]]


def outcome(jws: str, approvals: int) -> str:
    try:
        approval.read_signed(jws, TRUSTED, approvals)
    except BundleError as error:
        return error.reason
    return "accepted"


@pytest.mark.parametrize(("jws", "approvals", "expected"), CASES)
def test_a_bundle_counts_as_signed_by_who_signed_it(jws: str, approvals: int, expected: str) -> None:
    assert outcome(jws, approvals) == expected


def test_an_approved_bundle_names_both_keys() -> None:
    bundle = approval.approve(approval.propose(b"{}", EDITOR), [EDITOR], APPROVER)

    signed = approval.read_signed(bundle, [EDITOR, APPROVER], 2)
    assert (signed.proposer, signed.signer) == (EDITOR.thumbprint(), APPROVER.thumbprint())
    assert (signed.payload, signed.approvals) == (b"{}", 2)


def test_a_revoked_key_takes_its_signature_with_it() -> None:
    bundle = approval.approve(approval.propose(b"{}", EDITOR), [EDITOR], APPROVER)

    assert approval.read_signed(bundle, [APPROVER], 1).proposer is None
    with pytest.raises(BundleError) as refused:
        approval.read_signed(bundle, [APPROVER], 2)
    assert refused.value.reason is BundleRefusal.SINGLE


def test_who_proposed_cannot_approve() -> None:
    with pytest.raises(BundleError, match="cannot approve"):
        approval.approve(approval.propose(b"{}", EDITOR), [EDITOR], EDITOR)


def test_what_nobody_proposed_cannot_be_approved() -> None:
    with pytest.raises(BundleError, match="no proposal"):
        approval.approve(approval.sign(b"{}", EDITOR), [EDITOR], APPROVER)
