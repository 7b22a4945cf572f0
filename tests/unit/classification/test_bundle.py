import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import orjson
import pytest
from joserfc.jwk import OKPKey
from referencing import Registry, Resource

from backend.classification.bundle import (
    Bundle,
    Province,
    canonical,
    load_bundle,
    packaged_bundle,
    payload_of,
    sign,
    version_key,
)
from backend.errors import BundleError

ISSUED = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)
PROVINCE = Province("thai-nguyen", "tỉnh Thái Nguyên", ("thainguyen.gov.vn",))
KEY = OKPKey.generate_key("Ed25519")
STRANGER = OKPKey.generate_key("Ed25519")


def payload(version: str = "2026.11.3") -> dict[str, Any]:
    return payload_of(version=version, issued_at=ISSUED, province=PROVINCE, fingerprint_keys=[bytes(32)])


def test_a_signed_bundle_is_read_back_by_who_trusts_the_key() -> None:
    bundle = load_bundle(sign(payload(), KEY), [STRANGER, KEY])

    assert bundle.version == "2026.11.3"
    assert bundle.province == PROVINCE
    assert bundle.current_fingerprint_key == bytes(32)
    assert "secrecy.marking" in {rule.id for rule in bundle.rules}


def test_the_payload_keeps_its_schema() -> None:
    folder = Path(__file__).parents[3] / "rules/schema"
    rule = Resource.from_contents(json.loads((folder / "rule.schema.json").read_text("utf-8")))
    schema = json.loads((folder / "bundle.schema.json").read_text("utf-8"))
    registry: Registry[Any] = Registry().with_resource("rule.schema.json", rule)

    jsonschema.Draft202012Validator(schema, registry=registry).validate(payload())


def test_the_signed_bytes_are_canonical() -> None:
    assert canonical({"b": "ậ", "a": [1, 2]}) == '{"a":[1,2],"b":"ậ"}'.encode()


def test_a_bundle_of_a_stranger_is_refused() -> None:
    with pytest.raises(BundleError, match="no key of ours"):
        load_bundle(sign(payload(), STRANGER), [KEY])


def test_a_bundle_is_refused_when_nobody_is_trusted() -> None:
    with pytest.raises(BundleError, match="no key of ours"):
        load_bundle(sign(payload(), KEY), [])


def test_a_changed_payload_is_refused() -> None:
    head, body, signature = sign(payload(), KEY).split(".")
    changed = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    changed["rules"] = []
    forged = base64.urlsafe_b64encode(orjson.dumps(changed)).decode().rstrip("=")

    with pytest.raises(BundleError, match="no key of ours"):
        load_bundle(f"{head}.{forged}.{signature}", [KEY])


@pytest.mark.parametrize("text", ["", "no jws", "a.b.c", "eyJhbGciOiJub25lIn0.e30."])
def test_what_is_no_signed_bundle_is_refused(text: str) -> None:
    with pytest.raises(BundleError):
        load_bundle(text, [KEY])


@pytest.mark.parametrize("missing", ["format", "rules", "fingerprint_keys", "limits", "kinds", "province"])
def test_a_bundle_that_lacks_a_field_is_refused_though_it_is_signed(missing: str) -> None:
    broken = payload()
    del broken[missing]

    with pytest.raises(BundleError, match="lacks a field"):
        load_bundle(sign(broken, KEY), [KEY])


def test_a_rule_nobody_understands_spoils_the_whole_bundle() -> None:
    broken = payload()
    broken["rules"][0]["match"] = {"kind": "magic"}

    with pytest.raises(BundleError, match="magic"):
        load_bundle(sign(broken, KEY), [KEY])


def test_a_bundle_that_looks_for_no_mark_is_refused() -> None:
    broken = payload()
    broken["rules"] = [rule for rule in broken["rules"] if rule["effect"] != "mark"]

    with pytest.raises(BundleError, match="secrecy mark"):
        load_bundle(sign(broken, KEY), [KEY])


def test_two_rules_of_one_id_are_refused() -> None:
    broken = payload()
    broken["rules"].append(broken["rules"][0])

    with pytest.raises(BundleError, match="one id"):
        load_bundle(sign(broken, KEY), [KEY])


@pytest.mark.parametrize(
    "change",
    [
        {"province": "x"},
        {"fingerprint_keys": []},
        {"fingerprint_keys": [{"id": "k1", "key": "AAAA"}]},
        {"limits": {"depth": 1}},
        {"limits": payload()["limits"] | {"pages": 0}},
        {"limits": payload()["limits"] | {"pages": "500"}},
        {"rules": ["x"]},
        {"kinds": [{}]},
        {"issued_at": "yesterday"},
    ],
    ids=str,
)
def test_a_bundle_of_another_shape_is_refused_though_it_is_signed(change: dict[str, Any]) -> None:
    with pytest.raises(BundleError):
        load_bundle(sign(payload() | change, KEY), [KEY])


def test_a_bundle_never_gives_way_to_an_older_one() -> None:
    older, newer = (load_bundle(sign(payload(version), KEY), [KEY]) for version in ("2026.9.30", "2026.11.3"))

    assert newer.replaces(older)
    assert newer.replaces(newer)
    assert newer.replaces(None)
    assert not older.replaces(newer)


@pytest.mark.parametrize("version", ["", "2026.11.x", "dev+1234", "2026..1"])
def test_a_version_that_cannot_be_compared_is_refused(version: str) -> None:
    with pytest.raises(BundleError):
        version_key(version)


def test_an_expired_bundle_says_so() -> None:
    bundle = load_bundle(sign(payload(), KEY), [KEY])

    assert not bundle.is_expired(ISSUED + timedelta(days=89))
    assert bundle.is_expired(ISSUED + timedelta(days=90))


def test_the_packaged_rules_are_unsigned_of_no_province_and_named_by_their_hash() -> None:
    bundle: Bundle = packaged_bundle()

    assert bundle.version.startswith("dev+")
    assert len(bundle.version) == len("dev+") + 8
    assert bundle.province.domains == ()
    assert packaged_bundle().version == bundle.version
