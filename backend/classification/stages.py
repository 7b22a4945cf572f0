"""How far a rule is rolled out: observed, warned about, enforced (ADR 16). Twin: webmail-plugin/src/core/stages.ts.

A rule without rows is enforced, and so is one whose first row has not come yet, but for a declassification: that lets
nothing pass before its day. The rows of a rule only ever grow stricter: whoever judges with a wrong clock judges by a
stage that two people signed, or by a stricter one. A declassification grows from observed to enforced, which takes two
people; all else is lowered by a new bundle, never by time passing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Any

from backend.classification.effect import Effect
from backend.errors import BundleError

_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


class Stage(StrEnum):
    OBSERVE = "observe"  # counted by agency; changes no action, is shown to nobody
    WARN = "warn"  # the panel says it and asks; nothing is stopped
    ENFORCE = "enforce"


_MILDEST_FIRST = (Stage.OBSERVE, Stage.WARN, Stage.ENFORCE)
_CAN_WARN = (Effect.MARK, Effect.RESTRICT, Effect.ASK)


@dataclass(frozen=True, slots=True)
class StageRow:
    stage: Stage
    since: datetime  # aware UTC


def read_stages(written: Any, effect: Effect) -> tuple[StageRow, ...]:
    """
    Raises:
        BundleError: no rows, an unknown stage, rows out of order, or a stage that this effect cannot have.
    """
    if not isinstance(written, Sequence) or isinstance(written, str) or not written:
        raise BundleError("stages must be a list of rows that is not empty")
    rows = tuple(_row(row) for row in written)
    for before, after in pairwise(rows):
        if before.since >= after.since or _MILDEST_FIRST.index(before.stage) >= _MILDEST_FIRST.index(after.stage):
            raise BundleError("stages must follow each other in time, each stricter than the one before")
    if effect not in _CAN_WARN and any(row.stage is Stage.WARN for row in rows):
        raise BundleError(f"a rule that is {effect} cannot warn: it stops nothing")
    return rows


def stage_at(rows: Sequence[StageRow], now: datetime) -> Stage:
    """The stage in force; before the first row, and without any, it is enforced."""
    begun = [row.stage for row in rows if row.since <= now]
    return begun[-1] if begun else Stage.ENFORCE


def effect_at(effect: Effect, rows: Sequence[StageRow], now: datetime) -> Effect | None:
    """What the rule does now; None: it is only counted. To warn is to ask, which stops nothing at the mail server."""
    stage = stage_at(rows, now)
    is_early = effect is Effect.DECLASSIFY and bool(rows) and rows[0].since > now
    if stage is Stage.OBSERVE or is_early:
        return None
    return Effect.ASK if stage is Stage.WARN else effect


def _row(written: Any) -> StageRow:
    if not isinstance(written, Mapping) or set(written) != {"stage", "from"}:
        raise BundleError("a row of stages has `stage` and `from`, nothing else")
    if written["stage"] not in set(Stage):
        raise BundleError(f"no such stage: {written['stage']!r}")
    if not isinstance(written["from"], str) or not _INSTANT.fullmatch(written["from"]):
        raise BundleError(f"from {written['from']!r} is no instant like 2026-12-01T00:00:00Z")
    try:
        return StageRow(Stage(written["stage"]), datetime.fromisoformat(written["from"]))
    except ValueError:
        raise BundleError(f"from {written['from']!r} is no day there is") from None
