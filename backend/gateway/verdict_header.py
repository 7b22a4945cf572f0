"""The field Cong-Vu-Verdict (contract 5): written by this milter alone, so that readers may believe it."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote

from backend.classification.verdict import Action, Obligation
from backend.mail.fields import decoded, unfold, without_comments

FIELD = "Cong-Vu-Verdict"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the field says: nothing of the content. `kind` is contract 3's code."""

    action: Action
    obligation: Obligation
    kind: str | None
    bundle: str
    id: str


def verdict_field(province_id: str, verdict: Verdict) -> tuple[str, str]:
    """Name and value. A kind's letters beyond ASCII are percent-encoded (QĐ → Q%C4%90): headers are ASCII, and
    without its stroke HĐ (contract) would become HD (guideline)."""
    kind = quote(verdict.kind, safe="") if verdict.kind else "none"
    value = (
        f"{province_id}; v={VERSION}; action={verdict.action}; obligation={verdict.obligation};"
        f" kind={kind}; bundle={verdict.bundle}; id={verdict.id}"
    )
    return FIELD, value


def forged_fields(headers: Iterable[tuple[bytes, bytes]], province_id: str) -> tuple[tuple[int, str], ...]:
    """The fields that claim to be this province's, as (index among fields of that name from 1, name).

    Read as liberally as the most generous reader would: any case of the name, folding, comments, quotes, encoded
    words, look-alike widths. Fields of other provinces stay.
    """
    named = [value for name, value in headers if name.strip().lower() == FIELD.lower().encode()]
    ours = _bare(province_id)
    return tuple((index, FIELD) for index, value in enumerate(named, 1) if ours in _claims(value))


def _claims(value: bytes) -> set[str]:
    """Every part that some reader might take for the id; a genuine field has only its first."""
    text = without_comments(decoded(unfold(value.decode("utf-8", "replace"))))
    return {_bare(part) for part in text.split(";")}


def _bare(text: str) -> str:
    """Letters, digits and the punctuation of ids; all else, visible or not, is nothing."""
    folded = normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum() or character in "-._")
