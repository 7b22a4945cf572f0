"""Addresses as reports write them: `type; address` (RFC 3464 section 2.1.2, RFC 8098 section 3.2.3)."""

import re

from backend.mail.fields import without_comments

_TYPE = re.compile(r"\s*(?:\([^()]*\)\s*)?([A-Za-z][A-Za-z0-9.-]*)\s*(?:\([^()]*\)\s*)?;")
_XTEXT = re.compile(r"\+([0-9A-F]{2})")  # RFC 3461, section 4
_EMBEDDED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # RFC 6533, section 3: utf-8-addr-xtext and -unitext
_BRACKETED = re.compile(r"<([^<>]*)>")
_TYPES_OF_MAIL = {"rfc822", "utf-8", "smtp", "local", "x-local", "x-unix", "unknown", ""}


def report_address(value: str) -> str | None:
    """The address alone, in lower case; None if there is none.

    Comments and <> go; a name of another mail system (X.400, where "(a)" is an @, Notes) stays as it is written, in
    lower case. xtext is undone only where the address shows that it is xtext: a plus sign is common in real ones.
    """
    kind, text = _typed(value)
    if kind not in _TYPES_OF_MAIL:
        return " ".join(text.split()).lower() or None
    text = without_comments(text)
    if kind == "utf-8":
        text = _EMBEDDED.sub(_character, text)
    bracketed = _BRACKETED.search(text)
    text = " ".join((bracketed[1] if bracketed else text).split()).strip("<>\"' ")
    return _without_xtext(text).lower() or None


def _typed(value: str) -> tuple[str, str]:
    match = _TYPE.match(value)
    return (match[1].lower(), value[match.end() :]) if match else ("", value)


def _without_xtext(address: str) -> str:
    """`name+2Btag@x`, or an address whose @ itself is written +40."""
    if "@" in address and not re.search(r"\+(?:2B|3D)", address):
        return address
    return _XTEXT.sub(lambda match: chr(int(match[1], 16)), address)


def _character(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    is_scalar = number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_scalar else match[0]
