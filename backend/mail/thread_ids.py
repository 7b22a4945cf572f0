"""Message ids as mail programs of thirty years write and break them (RFC 5322 sections 3.6.4 and 4.5.4).

Looser than `message.message_ids`: to thread a mailbox an id must only be the same wherever it is named.
"""

import re

# An id ends at ">", or where the next one begins because its ">" was lost. Comments and quoted words outside of ids are
# stepped over whole: "<...>" inside them names nothing.
_TOKEN = re.compile(r'<([^<>]*)(?:>|(?=<)|\Z)|\((?:[^()\\]|\\.)*\)|"(?:[^"\\]|\\.)*"')
_QUOTED = re.compile(r"""["']\s*(<[^<>"']*>|[^\s<>"']+@[^\s<>"']+)\s*["']""")
_BLANK = re.compile(r"\s+")


def thread_ids(value: str) -> list[str]:
    """The ids a field names, in order, without <> and white space. Ids folded in their middle are put together."""
    if "<" not in value:
        return _bare(value)
    found = [name for match in _TOKEN.finditer(value) if (name := _BLANK.sub("", match[1] or ""))]
    if not found and (quoted := _QUOTED.fullmatch(value.strip())):
        return thread_ids(quoted[1])
    return found


def _bare(value: str) -> list[str]:
    """Ids that all lost their <>: words that each hold an @, apart by space or comma. A sentence names none."""
    words = [word.strip("\"'") for word in re.split(r"[\s,;]+", value.strip()) if word]
    return [word for word in words if word] if words and all("@" in word for word in words) else []
