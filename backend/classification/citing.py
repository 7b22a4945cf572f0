"""Puts the signed regulation beside the source of rules that say what must be mailed. Pure.

Source: Chỉ thị, khoản 1 điểm b and khoản 6: the province's own list stands beside the directive.
"""

from collections.abc import Mapping
from typing import Any

from backend.classification.effect import Effect
from backend.errors import UsageError

LONGEST = 120  # characters; both gates show it on one line


def citing(payload: Mapping[str, Any], words: str) -> dict[str, Any]:
    """The payload of a bundle whose mandatory rules also cite `words`, "Quyết định số 12/2026/QĐ-UBND ngày …".

    Raises:
        UsageError: it is no line of at most `LONGEST` characters.
    """
    said = words.strip()
    if not said or len(said) > LONGEST or not said.isprintable():
        raise UsageError(f"--cites: one line of at most {LONGEST} characters")
    return {**payload, "rules": [_cited(rule, said) for rule in payload["rules"]]}


def _cited(rule: Mapping[str, Any], said: str) -> dict[str, Any]:
    if rule["effect"] != Effect.MANDATORY or said in rule["source"]:
        return dict(rule)
    return {**rule, "source": f"{rule['source']}; {said}"}
