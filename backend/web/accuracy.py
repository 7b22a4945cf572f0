"""The accuracy card of the rules this installation came with, as `make accuracy` counted it (docs/accuracy.md)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import orjson

from backend.classification.bundle import packaged_payload

_JUDGES = ("rules", "kinds", "overlays")  # of a bundle's payload: what a verdict comes from


@dataclass(frozen=True, slots=True)
class Accuracy:
    """`counts`: by the names of `tests/corpus/card.py`. `rules`: the version they were counted with."""

    rules: str
    counts: Mapping[str, int]


@cache
def accuracy() -> Accuracy:
    written = orjson.loads((files("backend.web") / "accuracy.json").read_bytes())
    return Accuracy(written.pop("rules"), written)


def is_of(bundle: str) -> bool:
    """Whether the rules in a served bundle (a JWS whose signature was checked) are those the card was counted with."""
    segment = bundle.split(".")[1]
    payload = orjson.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    ours = _packaged()
    return ours["version"] == accuracy().rules and all(payload.get(one) == ours.get(one) for one in _JUDGES)


@cache
def _packaged() -> Mapping[str, Any]:
    return packaged_payload()
