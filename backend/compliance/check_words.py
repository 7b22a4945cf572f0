"""What a proof of a mailbox check says in words, in Vietnamese and English (locales/)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from backend.compliance.mailbox_checks import Proof
from backend.workingtime.hours import in_vietnam


def words(proof: Proof, day: date, names: Mapping[str, str], language: str) -> str:
    """`day`: which one is meant when no other is named; `names`: of officials, by id."""
    texts = _texts(language)
    name = names.get(proof.person_id, texts["somebody"])
    return texts[proof.kind.value].format(time=_moment(proof, day), count=proof.count, name=name)


def _moment(proof: Proof, day: date) -> str:
    """In Vietnam's time: "08:05", or "16:40, 02/01/2026" of another day."""
    if proof.at is None:
        return ""
    local = in_vietnam(proof.at)
    return f"{local:%H:%M}" if local.date() == day else f"{local:%H:%M, %d/%m/%Y}"


@cache
def _texts(language: str) -> Mapping[str, str]:
    return tomllib.loads(files("backend.compliance").joinpath(f"locales/{language}.toml").read_text("utf-8"))
