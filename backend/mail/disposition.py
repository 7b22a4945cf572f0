"""What a reader's mail program says was done with a letter (RFC 8098 section 3, RFC 3798, RFC 2298)."""

import re
from dataclasses import dataclass

from backend.mail.fields import without_comments
from backend.mail.report_address import report_address
from backend.mail.report_fields import Fields, groups_of

# Spelt as RFC 8098, section 3.2.6, spells them, whatever the sender's case.
_MODES = {
    mode.lower(): mode for mode in ("manual-action", "automatic-action", "MDN-sent-manually", "MDN-sent-automatically")
}
_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Disposition:
    """`mode` as `manual-action/MDN-sent-manually`; `disposition` (displayed, deleted, …) and `modifiers` in lower case.

    What the receipt does not say is None. `message_id` is its Original-Message-ID as written.
    """

    final: str | None
    message_id: str
    mode: str | None
    disposition: str | None
    modifiers: tuple[str, ...]


def read_disposition(text: str) -> Disposition | None:
    """None where no Disposition field is found. A blank line between the fields does no harm."""
    fields: Fields = {}
    for group in groups_of(text):
        fields = group | fields
    if "disposition" not in fields:
        return None
    mode, disposition, modifiers = _parts(fields["disposition"])
    names = ("final-recipient", "original-recipient")
    final = next(filter(None, (report_address(fields.get(name, "")) for name in names)), None)
    return Disposition(final, fields.get("original-message-id", ""), mode, disposition, modifiers)


def _parts(value: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """`mode; type/modifier,modifier`. Old programs leave the mode out, or write `type; mode`, or `type: modifier`."""
    pieces = [piece.strip() for piece in without_comments(value).split(";")]
    modes = [piece for piece in pieces if _is_mode(piece)]
    kinds = [piece for piece in pieces if piece and not _is_mode(piece)]
    kind, *added = re.split(r"[/,:]", kinds[0]) if kinds else [""]
    modifiers = [modifier.strip().lower() for piece in (*added, *kinds[1:]) for modifier in piece.split(",")]
    word = _TOKEN.search(kind.lower())
    return _mode(modes[0]) if modes else None, word[0] if word else None, tuple(filter(None, modifiers))


def _is_mode(piece: str) -> bool:
    return piece.partition("/")[0].strip().lower() in _MODES


def _mode(piece: str) -> str:
    words = (word.strip().lower() for word in piece.split("/"))
    return "/".join(_MODES.get(word, word) for word in words)
