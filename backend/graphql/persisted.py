"""The operations our own clients send by id: SHA-256 of the printed document, written by `make generate`.

Released ids are never removed: browsers update late.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import orjson


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    document: str


def load_operations() -> Mapping[str, Operation]:
    """By id, as committed in operations.json."""
    entries = orjson.loads((files("backend.graphql") / "operations.json").read_bytes())
    return {key: Operation(entry["name"], entry["document"]) for key, entry in entries.items()}


def operation_id(document: str) -> str:
    return hashlib.sha256(document.encode()).hexdigest()
