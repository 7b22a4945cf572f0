"""What changes with a bundle, and the record of who published it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.audit.service import record
from backend.db import WriteSession


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


def record_publication(
    session: WriteSession, version: str, proposer: tuple[str, str] | None, signer: tuple[str, str], at: datetime
) -> None:
    """One entry for each person, under the person's own log-in: (log-in, thumbprint of the key)."""
    signers = [("signed", signer)] if proposer is None else [("proposed", proposer), ("approved", signer)]
    for part, (login, key) in signers:
        record(
            session, f"rules.{part}", at=at, login=login, subject_id=version[:60], data={"version": version, "key": key}
        )
