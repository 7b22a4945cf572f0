"""What the resolver knows of a directory: agencies of all times, what became of them, named groups."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DatedName:
    """A name an agency bore in [valid_from, valid_to); None where nobody knows."""

    name: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Heir:
    """Who took over from an agency. `how`: "merged", "split" or "renamed"; divided work is never guessed."""

    code: str
    how: str = "merged"


@dataclass(frozen=True, slots=True)
class NamedAgency:
    """An agency as recipients may name it. `address`: its published agency mailbox, None without one; `former_names`:
    older names nobody knows the dates of; `symbol`: of its papers, "SKHCN"; `short_names`: "Sở TT&TT"; `valid_to`: the
    first day without it."""

    code: str
    name: str
    parent: str | None
    former_names: tuple[str, ...] = ()
    address: str | None = None
    symbol: str = ""
    short_names: tuple[str, ...] = ()
    dated_names: tuple[DatedName, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    heirs: tuple[Heir, ...] = ()

    def exists_on(self, day: date) -> bool:
        return stands(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True)
class GroupMember:
    code: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NamedGroup:
    """A group the directory keeps: "Các sở, ban, ngành" and who belonged to it when; `excluded` are not in it."""

    names: tuple[str, ...]
    members: tuple[GroupMember, ...]
    excluded: tuple[GroupMember, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    def codes(self, day: date) -> list[str]:
        """Who was in it on a day, each once."""
        out = {one.code for one in self.excluded if stands(one.valid_from, one.valid_to, day)}
        found = [one.code for one in self.members if stands(one.valid_from, one.valid_to, day)]
        return [code for code in dict.fromkeys(found) if code not in out]


@dataclass(frozen=True, slots=True)
class When:
    """The day an entry was written, the day it is asked, and by whom: the code of the sender's agency."""

    today: date
    issued_on: date | None = None
    sender: str | None = None

    @property
    def written_on(self) -> date:
        return self.issued_on or self.today


def stands(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)
