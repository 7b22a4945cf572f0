"""The styles of a Word file without those that change nothing a reader sees, for of hundreds a few do.

A style goes if it says nothing that matters, nor does any it is based on: an unknown style looks the same. What is not
written the way Word writes it stays whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_START, _END = b"<w:style ", b"</w:style>"
_LATENT_START, _LATENT_END = b"<w:latentStyles ", b"</w:latentStyles>"
_ID = re.compile(rb'<w:style (?:w:[A-Za-z]+="[^"<>&]*" )*?w:styleId="([^"<>&]*)"')
_BASED_ON = re.compile(rb'<w:basedOn w:val="([^"<>&]*)"')
_DEFAULT = b"w:default="


@dataclass(frozen=True, slots=True)
class _Style:
    written: bytes
    id: bytes
    based_on: bytes | None
    matters: bool
    is_default: bool


def without_idle_styles(data: bytes, places: Sequence[int]) -> bytes:
    """`data` has no comments, no character data sections and no document type; `places` are those of what matters."""
    begins = data.find(_START)
    *written, tail = data[begins:].split(_END)
    styles: list[_Style] = []
    at = begins
    for one in written if begins >= 0 else ():
        style = _read(one, any(at <= place < at + len(one) for place in places))
        if style is None:
            return data
        styles.append(style)
        at += len(one) + len(_END)
    kept = {style.id for style in styles if style.matters}
    while added := {style.id for style in styles if style.based_on in kept} - kept:
        kept |= added
    left = b"".join(style.written + _END for style in styles if style.is_default or style.id in kept)
    return _without_latent(data[:begins]) + left + tail if styles else data


def _read(written: bytes, matters: bool) -> _Style | None:
    """None if it is not one style as Word writes them."""
    found = _ID.match(written)
    if found is None or written.count(_START) != 1:
        return None
    based_on = _BASED_ON.search(written)
    if based_on is None and b"basedOn" in written:
        return None
    return _Style(written, found[1], based_on[1] if based_on else None, matters, _DEFAULT in written)


def _without_latent(head: bytes) -> bytes:
    begins, ends = head.find(_LATENT_START), head.find(_LATENT_END)
    return head[:begins] + head[ends + len(_LATENT_END) :] if 0 <= begins < ends else head
