"""An import's differences as lines that a person can read. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from backend.directory.draft import Difference
from backend.directory.recorded import Record

_SIGNS = {(True, False): "+", (True, True): "~", (False, True): "-"}


def lines(differences: Sequence[Difference]) -> Iterator[str]:
    """`+` what comes, `~` what changes with the old and the new value, `-` what goes; last how many of each."""
    yield from (_line(one) for one in differences)
    counted = Counter(_sign(one) for one in differences)
    yield f"{counted['+']} new, {counted['~']} different, {counted['-']} gone; nothing was changed"


def _line(one: Difference) -> str:
    key = " ".join(str(part) for part in one.recorded.key_of(one.row))
    if one.before is not None and "name" in one.row:
        key += f" ({one.row['name']})"
    return f"{_sign(one)} {one.recorded.name} {key}: {', '.join(_values(one))}"


def _sign(one: Difference) -> str:
    return _SIGNS[one.after is not None, one.before is not None]


def _values(one: Difference) -> Iterable[str]:
    if one.before is None or one.after is None:
        return [f"{name} {_text(value)}" for name, value in _told(one, one.row) if value not in (None, "", [], False)]
    before = dict(_told(one, one.before))
    return [
        f"{name} {_text(before[name])} -> {_text(value)}"
        for name, value in _told(one, one.after)
        if before[name] != value
    ]


def _told(one: Difference, row: Record) -> Iterable[tuple[str, object]]:
    return [(name, value) for name, value in row.items() if name not in one.recorded.key_columns]


def _text(value: object) -> str:
    if value is None or value == "":
        return "(empty)"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)
