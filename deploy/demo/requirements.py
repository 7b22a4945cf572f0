"""What installed packages ask for (PEP 508 lines), read without a library: the demo's launcher needs none."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_LINE = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[(?P<extras>[^\]]*)\])?")
_EXTRA = re.compile(r"extra\s*==\s*[\"'](?P<extra>[^\"']+)[\"']")


@dataclass(frozen=True, slots=True)
class Requirement:
    """Name and extras in lower case."""

    name: str
    extras: frozenset[str] = frozenset()


def requirements_in(lines: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    """What these lines ask for; those of an extra only if it is among `extras`.

    Other markers (platform, version) are not judged: a package that is not installed cannot be copied anyway.
    """
    for line in lines:
        asked, _, marker = line.partition(";")
        found, extra = _LINE.match(asked.strip()), _EXTRA.search(marker)
        if found and (extra is None or extra["extra"] in extras):
            named = (word.strip().lower() for word in (found["extras"] or "").split(","))
            yield Requirement(found["name"].lower(), frozenset(word for word in named if word))
