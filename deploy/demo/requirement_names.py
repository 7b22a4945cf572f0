"""Names out of requirement lines (PEP 508), without a library: the demo itself needs none."""

import re
from collections.abc import Iterable, Iterator

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRAS = re.compile(r"\s*\[([^\]]*)\]")


def required_names(lines: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """Distributions that these lines ask for, in lower case; those of an extra only if it is among `extras`.

    Other markers (platform, version) are not judged: a package that is not installed cannot be copied anyway.
    """
    for line in lines:
        requirement, _, marker = line.partition(";")
        wanted = re.search(r"extra\s*==\s*[\"']([^\"']+)[\"']", marker)
        if wanted and wanted[1] not in extras:
            continue
        name = _NAME.match(requirement.strip())
        if name:
            yield name[0].lower()
