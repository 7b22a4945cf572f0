"""What an agency asks beyond the province's rules: rules of its own, or more of a rule that exists. Never less.

`rules/overlays/<name>.toml`: `agency`, `source` (the decision), `[tighten]` (rule id → effect), `[[rules]]` (rules of
the family `overlay`). Both engines judge by the rules of the sender's agency. Twin: webmail-plugin/src/core/overlay.ts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from backend.classification.rule import Effect, Rule, read_rule
from backend.errors import BundleError

STRICTER = {
    Effect.ASK: (Effect.RESTRICT, Effect.MARK),
    Effect.RESTRICT: (Effect.MARK,),
    Effect.ENCOURAGED: (Effect.MANDATORY,),
}
FAMILY = "overlay"
_AGENCY = re.compile(r"[A-Y]\d\d(\.[0-9A-Z]+)*")  # QĐ 20/2020/QĐ-TTg Điều 4
_KEYS = {"agency", "source", "tighten", "rules"}


@dataclass(frozen=True, slots=True)
class Overlay:
    agency: str
    source: str
    tighten: Mapping[str, Effect]
    rules: tuple[Rule, ...]

    def over(self, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        """The province's rules as this agency has them, and its own."""
        return (*(self._tightened(rule) for rule in rules), *self.rules)

    def _tightened(self, rule: Rule) -> Rule:
        """What the agency decided holds at once, whatever stage the province's rule is in."""
        effect = self.tighten.get(rule.id)
        return rule if effect is None else replace(rule, effect=effect, stages=())


def read_overlay(written: Mapping[str, Any], rules: Sequence[Rule]) -> Overlay:
    """
    Raises:
        BundleError: it names a rule that does not exist, or would weaken one.
    """
    name = f"overlay {written.get('agency', '?')}"
    if not {"agency", "source"} <= set(written) <= _KEYS:
        raise BundleError(f"{name}: keys differ: {sorted(set(written) ^ _KEYS)}")
    if not _AGENCY.fullmatch(str(written["agency"])) or not written["source"]:
        raise BundleError(f"{name}: agency is no agency's code, or source is empty")
    effects = {rule.id: rule.effect for rule in rules}
    try:
        tighten = {rule: Effect(effect) for rule, effect in written.get("tighten", {}).items()}
        own = tuple(read_rule(rule) for rule in written.get("rules", ()))
    except (ValueError, AttributeError, TypeError) as error:
        raise BundleError(f"{name}: {error}") from error
    for rule, effect in tighten.items():
        if rule not in effects:
            raise BundleError(f"{name}: there is no rule {rule!r}")
        if effect not in STRICTER.get(effects[rule], ()):
            raise BundleError(f"{name}: {rule!r} is {effects[rule]} and cannot become {effect}: stricter only")
    for one in own:
        if one.effect is Effect.DECLASSIFY or one.family != FAMILY or one.id in effects:
            raise BundleError(f"{name}: rule {one.id!r} weakens, stands already, or is not of the family {FAMILY}")
    return Overlay(written["agency"], written["source"], tighten, own)
