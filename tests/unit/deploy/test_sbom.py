"""`make sbom`: the list of components says what the locks say, in the words of CycloneDX."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from deploy.sbom import npm_lock, python_lock
from deploy.sbom.__main__ import sbom
from deploy.sbom.package import Scope

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ROOT / "tests" / "data" / "cyclonedx"


@pytest.fixture(scope="module")
def bom() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(sbom(ROOT))
    return document


def cyclonedx() -> Draft7Validator:
    """The published schema, which names the two others with a SNAPSHOT in it."""
    whole, *others = (
        json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8")) for name in ("bom-1.6", "spdx", "jsf-0.82")
    )
    named = [(one["$id"].replace(".schema.", ".SNAPSHOT.schema."), Resource.from_contents(one)) for one in others]
    return Draft7Validator(whole, registry=Registry().with_resources(named))


def test_it_is_valid_cyclonedx(bom: dict[str, Any]) -> None:
    assert [error.message for error in cyclonedx().iter_errors(bom)] == []


def test_the_schema_refuses_what_is_no_cyclonedx(bom: dict[str, Any]) -> None:
    component = bom["components"][0]
    for spoilt in ({"type": "thing"}, {"licenses": [{"license": {"id": "Free"}}]}, {"hashes": [{"alg": "SHA-256"}]}):
        assert not cyclonedx().is_valid(bom | {"components": [component | spoilt]})


def test_the_same_locks_give_the_same_bytes() -> None:
    first = sbom(ROOT)
    assert sbom(ROOT) == first
    assert first.endswith(b"}\n")
    assert b"timestamp" not in first


def test_every_locked_package_is_a_component_once(bom: dict[str, Any]) -> None:
    pins = {pin.purl for pin in python_lock.pins((ROOT / "requirements.lock").read_text("utf-8"))}
    npm = npm_lock.entries((ROOT / "package-lock.json").read_text("utf-8"))
    names = {f"{npm_lock.name_at(path)}@{row['version']}" for path, row in npm.items()}
    purls = [component["purl"] for component in bom["components"]]

    assert len(purls) == len(set(purls)) == len(pins) + len(names)
    assert pins < set(purls)
    assert {"pkg:npm/%40noble/curves", "pkg:npm/lit"} < {purl.rpartition("@")[0] for purl in purls}


def test_dependencies_lead_from_the_product_to_every_component_that_ships(bom: dict[str, Any]) -> None:
    needs = {row["ref"]: row["dependsOn"] for row in bom["dependencies"]}
    reached = {bom["metadata"]["component"]["bom-ref"]}
    waiting = list(reached)
    while waiting:
        new = set(needs[waiting.pop()]) - reached
        reached |= new
        waiting += new
    shipped = {one["purl"] for one in bom["components"] if one["scope"] == Scope.REQUIRED}

    assert set(needs) - {bom["metadata"]["component"]["bom-ref"]} == {one["purl"] for one in bom["components"]}
    assert shipped - reached == set()


def test_what_only_tests_use_is_said_not_to_ship(bom: dict[str, Any]) -> None:
    scopes = {component["name"]: component["scope"] for component in bom["components"]}
    assert [scopes[name] for name in ("starlette", "asyncpg", "h11", "lit", "pdfjs-dist")] == ["required"] * 5
    assert [scopes[name] for name in ("pytest", "mypy", "text-unidecode", "vitest")] == ["excluded"] * 4


def test_a_package_that_carries_lgpl_libraries_says_so(bom: dict[str, Any]) -> None:
    [heif] = [component for component in bom["components"] if component["name"] == "pi-heif"]
    assert heif["licenses"] == [{"expression": "BSD-3-Clause AND LGPL-3.0-or-later"}]


def test_a_package_needs_the_version_that_node_would_find() -> None:
    row = {"version": "1.0.0", "license": "MIT", "integrity": "sha512-AA=="}
    lock = {
        "lockfileVersion": 3,
        "packages": {
            "": {"dependencies": {"outer": "*", "inner": "*"}},
            "node_modules/outer": row | {"dependencies": {"inner": "*"}, "peerDependencies": {"absent": "*"}},
            "node_modules/outer/node_modules/inner": row | {"version": "2.0.0", "dev": True},
            "node_modules/inner": row,
        },
    }
    found = {one.purl: one for one in npm_lock.packages(json.dumps(lock))}

    assert found["pkg:npm/outer@1.0.0"].needs == ("pkg:npm/inner@2.0.0",)
    assert list(npm_lock.asked_by_us(json.dumps(lock))) == ["pkg:npm/inner@1.0.0", "pkg:npm/outer@1.0.0"]
    assert found["pkg:npm/inner@2.0.0"].scope is Scope.EXCLUDED
