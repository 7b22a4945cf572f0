"""What changes with a bundle, and the record of who published it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from backend.audit.service import record
from backend.db import WriteSession

_CONTENT = ("rules", "kinds", "overlays", "limits")  # what judges; the rest says whose it is, and since when
_OF_TEXT = ("mark", "declassify", "restrict", "ask")
_FINDS = ("effect", "looks_at", "match")


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of rules, sorted; `others` are the fields beside the rules that differ (never version and times)."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    altered: tuple[str, ...]
    others: tuple[str, ...]


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Changes:
    """Between two payloads."""
    old, new = ({rule["id"]: rule for rule in payload["rules"]} for payload in (before, after))
    expected = {"version", "issued_at", "expires_at", "rules"}
    return Changes(
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        altered=tuple(sorted(rule for rule in old.keys() & new.keys() if old[rule] != new[rule])),
        others=tuple(
            sorted(name for name in (before.keys() | after.keys()) - expected if before.get(name) != after.get(name))
        ),
    )


def content_digest(payload: Mapping[str, Any]) -> str:
    """The same for bundles that judge alike, whatever their version, times, province and keys."""
    content = {name: payload.get(name) or [] for name in _CONTENT}
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def need_shadow(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Text and stamp rules that would find something else or do something else, by id, sorted; an agency's own rules as
    "overlays". Stages are no matter of it: a rule that is observed or warns is on trial already."""
    old, new = ({rule["id"]: rule for rule in payload["rules"]} for payload in (before, after))
    changed = {
        rule
        for rule in old.keys() | new.keys()
        if any(one[rule]["effect"] in _OF_TEXT for one in (old, new) if rule in one)
        and _finds(old.get(rule)) != _finds(new.get(rule))
    }
    if (before.get("overlays") or []) != (after.get("overlays") or []):
        changed.add("overlays")
    return tuple(sorted(changed))


def _finds(rule: Mapping[str, Any] | None) -> list[Any]:
    return [] if rule is None else [rule[name] for name in _FINDS]


def record_publication(
    session: WriteSession, version: str, proposer: tuple[str, str] | None, signer: tuple[str, str], at: datetime
) -> None:
    """One entry for each person, under the person's own log-in: (log-in, thumbprint of the key)."""
    signers = [("signed", signer)] if proposer is None else [("proposed", proposer), ("approved", signer)]
    for part, (login, key) in signers:
        record(
            session, f"rules.{part}", at=at, login=login, subject_id=version[:60], data={"version": version, "key": key}
        )
