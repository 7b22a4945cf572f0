"""Groups of `Name: value` lines, as report parts hold them (RFC 3464 section 2.1, RFC 8098 section 3.1)."""

import re

Fields = dict[str, str]  # lower-case name → unfolded value; the first one wins
_LINE = re.compile(r"([!-9;-~]+?)[ \t]*:(.*)")
_RECIPIENT = ("final-recipient", "original-recipient")


def groups_of(text: str) -> list[Fields]:
    """The groups between blank lines; lines that are neither a field nor its continuation are passed over.

    A group that names a second recipient without a blank line before it is two, and fields about a recipient that a
    stray blank line tore off belong to the group before.
    """
    groups: list[Fields] = []
    for block in re.split(r"\n[ \t]*\n", text):
        for fields in _fields(block):
            if groups and _is_torn_off(fields, groups[-1]):
                groups[-1] |= fields
            else:
                groups.append(fields)
    return groups


def _fields(block: str) -> list[Fields]:
    groups: list[Fields] = []
    current: Fields = {}
    name = ""
    for line in block.split("\n"):
        if line[:1] in (" ", "\t"):
            if name:
                current[name] = f"{current[name]} {line.strip()}".strip()
            continue
        match = _LINE.match(line)
        name = match[1].lower() if match else ""
        if match is None:
            continue
        if _begins_another(name, current):
            groups.append(current)
            current = {}
        if name in current:
            name = ""  # what is said a second time is not heard, nor its continuation
        else:
            current[name] = match[2].strip()
    return [*groups, current] if current else groups


def _begins_another(name: str, current: Fields) -> bool:
    if name not in _RECIPIENT:
        return False
    return name in current or ("final-recipient" in current and "action" in current)


def _is_torn_off(fields: Fields, before: Fields) -> bool:
    said_of_whom = any(name in fields for name in _RECIPIENT)
    awaited = any(name in before for name in _RECIPIENT) and "action" not in before
    return not said_of_whom and "action" in fields and awaited
