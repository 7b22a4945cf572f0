"""What a proof of a mailbox check says in words, in Vietnamese and English (locales/)."""

from collections.abc import Mapping
from datetime import date

from backend.compliance.mailbox_checks import Proof
from backend.compliance.wording import texts
from backend.workingtime.hours import in_vietnam


def words(proof: Proof, day: date, names: Mapping[str, str], language: str) -> str:
    """`day`: which one is meant when no other is named; `names`: of officials, by id."""
    said = texts(language, "check")
    name = names.get(proof.person_id, said["somebody"])
    return str(said[proof.kind.value]).format(time=_moment(proof, day), count=proof.count, name=name)


def _moment(proof: Proof, day: date) -> str:
    """In Vietnam's time: "08:05", or "16:40, 02/01/2026" of another day."""
    if proof.at is None:
        return ""
    local = in_vietnam(proof.at)
    return f"{local:%H:%M}" if local.date() == day else f"{local:%H:%M, %d/%m/%Y}"
