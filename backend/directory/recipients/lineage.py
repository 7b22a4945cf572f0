"""Who stands in today for an agency of another day, and where agencies stand in their tree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from backend.directory.recipients.known import NamedAgency

MOST_STEPS = 20  # from an agency to what became of it


@dataclass(frozen=True, slots=True)
class Heirs:
    """Codes of agencies that exist. `is_certain`: the whole agency went to one; `is_same`: it never ended."""

    codes: tuple[str, ...]
    is_certain: bool
    is_same: bool


class Lineage:
    def __init__(self, agencies: Mapping[str, NamedAgency]) -> None:
        self._agencies = agencies

    def heirs(self, code: str, today: date) -> Heirs:
        """The agency itself while it exists; else those of its successors, and of theirs, that do."""
        if self._exists(code, today):
            return Heirs((code,), is_certain=True, is_same=True)
        found, divided = dict[str, None](), False
        reached, left = {code}, [code]
        for _ in range(MOST_STEPS):
            following = [heir for one in left for heir in self._agencies[one].heirs if heir.code in self._agencies]
            divided = divided or any(heir.how == "split" for heir in following)
            left = [heir.code for heir in following if heir.code not in reached]
            reached.update(left)
            found |= dict.fromkeys(one for one in left if self._exists(one, today))
            left = [one for one in left if one not in found]
        return Heirs(tuple(found), is_certain=len(found) == 1 and not divided, is_same=False)

    def above(self, code: str) -> Iterator[NamedAgency]:
        """The agencies above one, the nearest first."""
        seen = {code}
        parent = self._agencies[code].parent if code in self._agencies else None
        while parent is not None and parent in self._agencies and parent not in seen:
            seen.add(parent)
            yield self._agencies[parent]
            parent = self._agencies[parent].parent

    def house(self, code: str) -> str:
        """The agency just below the top that this one belongs to, or is."""
        line = [code, *(agency.code for agency in self.above(code))]
        return line[-2] if len(line) > 1 else code

    def nearness(self, one: str, other: str) -> int:
        """How many agencies, themselves counted, both belong to: more is nearer."""
        first = {one, *(agency.code for agency in self.above(one))}
        return len(first & {other, *(agency.code for agency in self.above(other))})

    def below(self, code: str, day: date) -> list[str]:
        """The agencies right below one on a day."""
        return [one.code for one in self._agencies.values() if one.parent == code and one.exists_on(day)]

    def _exists(self, code: str, today: date) -> bool:
        return code in self._agencies and self._agencies[code].exists_on(today)
