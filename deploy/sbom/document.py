"""What the product is made of, CycloneDX 1.6 as JSON. The same locks give the same bytes: no time, no chance."""

import json
import re
from collections.abc import Iterable
from typing import Any

from deploy.sbom.package import Package

_IDENTIFIER = re.compile(r"[A-Za-z0-9.+-]+")


def document(name: str, version: str, licence: str, packages: Iterable[Package], asked: Iterable[str]) -> bytes:
    """`asked`: purls of what the product itself names. Ends with a line feed; keys and lists are in order."""
    listed = sorted(packages)
    us = f"pkg:generic/{name}@{version}"
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "bom-ref": us,
                "type": "application",
                "name": name,
                "version": version,
                "licenses": [{"license": {"id": licence}}],
            }
        },
        "components": [_component(package) for package in listed],
        "dependencies": [
            {"ref": us, "dependsOn": sorted(set(asked))},
            *({"ref": package.purl, "dependsOn": list(package.needs)} for package in listed),
        ],
    }
    return (json.dumps(bom, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _component(package: Package) -> dict[str, Any]:
    return {
        "bom-ref": package.purl,
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "scope": package.scope,
        "hashes": [{"alg": algorithm, "content": content} for algorithm, content in package.digests],
        "licenses": [_licence(package.licence)],
    }


def _licence(expression: str) -> dict[str, Any]:
    """ "BSD" is a name: which one of them the package did not say."""
    if not _IDENTIFIER.fullmatch(expression):
        return {"expression": expression}
    return {"license": {"name": "BSD"} if expression == "BSD" else {"id": expression}}
