"""What a check finds. One that finds nothing is fine; one that could not look says why, and is never called fine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

UNSEEN = "unseen"  # the reason every check shares: it could not look


class State(StrEnum):
    OK = "ok"
    WRONG = "wrong"
    UNSEEN = "unseen"  # could not be looked at


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a check found. `reason` names its sentence (locales/) and its mend (mends.toml); `said` fills both:
    addresses, paths and numbers of the deployment, nothing of a letter."""

    reason: str
    said: Mapping[str, str] = field(default_factory=dict)
    state: State = State.WRONG


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person is told: a check's name and state, one sentence, one line that mends it ("" where it is fine)."""

    check: str
    state: State
    reason: str
    said: Mapping[str, str]


def unseen(because: str) -> Fault:
    return Fault(UNSEEN, {"because": because}, State.UNSEEN)
