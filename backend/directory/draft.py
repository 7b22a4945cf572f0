"""The directory as it is to be: rows put and dropped over those that stand, and what thereby changes. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from backend.directory.history import Change
from backend.directory.recorded import RECORDED, Key, Record, Recorded, canonical

Standing = Mapping[str, Mapping[Key, Record]]  # the rows of every recorded table, by its name and their key


@dataclass(frozen=True, slots=True)
class Difference:
    """A row before and after; None where there is none."""

    recorded: Recorded
    before: Record | None
    after: Record | None

    @property
    def row(self) -> Record:
        """As it is after, or was at last."""
        return self.after or self.before or {}

    def as_change(self) -> Change:
        decision = self.row.get("decision_number")
        return Change(
            entity=self.recorded.name,
            key=self.recorded.key_text(self.row),
            agency_code=self.recorded.agency_of(self.row),
            before=canonical(self.before) if self.before is not None else None,
            after=canonical(self.after) if self.after is not None else None,
            valid_from=self.recorded.begins_on(self.row),
            decision_number=str(decision) if decision else None,
        )


@dataclass(slots=True)
class Draft:
    standing: Standing
    _over: dict[str, dict[Key, Record | None]] = field(default_factory=lambda: {one.name: {} for one in RECORDED})

    def get(self, recorded: Recorded, key: Key) -> Record | None:
        over = self._over[recorded.name]
        return over[key] if key in over else self.standing[recorded.name].get(key)

    def rows(self, recorded: Recorded) -> Iterator[Record]:
        """Every row that is to be."""
        over = self._over[recorded.name]
        yield from (row for key, row in self.standing[recorded.name].items() if key not in over)
        yield from (row for row in over.values() if row is not None)

    def put(self, recorded: Recorded, values: Record) -> None:
        """Add the row with this key, or bring it to these values; columns without one stay as they are."""
        key = recorded.key_of(values)
        self._over[recorded.name][key] = {**(self.get(recorded, key) or recorded.empty), **values}

    def drop(self, recorded: Recorded, key: Key) -> None:
        self._over[recorded.name][key] = None

    def differences(self) -> list[Difference]:
        """What changes, in the order in which tables depend on each other."""
        return [
            Difference(recorded, before, after)
            for recorded in RECORDED
            for key, after in self._over[recorded.name].items()
            if (before := self.standing[recorded.name].get(key)) != after
        ]
