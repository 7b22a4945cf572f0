"""Made-up officials: names by their frequency, local parts of addresses as provinces make them, telephones."""

import random
import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

from backend.directory.names import bare, fold

FEMALE_IN_100 = 52
AREA_CODES = {"Thái Nguyên": "0208", "Bắc Kạn": "0209"}  # as before both became one province


@dataclass(frozen=True, slots=True)
class _Weighted:
    texts: tuple[str, ...]
    cumulated: tuple[int, ...]

    def one(self, chance: random.Random) -> str:
        return chance.choices(self.texts, cum_weights=self.cumulated)[0]


@cache
def _names() -> dict[str, _Weighted]:
    """By "family", "male.middle", "male.given", …"""
    raw = tomllib.loads(files("backend.load").joinpath("data/names.toml").read_text("utf-8"))
    tables = {"family": raw["family"]}
    tables |= {f"{who}.{part}": raw[who][part] for who in ("male", "female") for part in ("middle", "given")}
    return {name: _Weighted(tuple(table), tuple(accumulate(table.values()))) for name, table in tables.items()}


def person(chance: random.Random) -> str:
    """`Nông Thị Thu Hà`: family, middle and given name."""
    who = "female" if chance.randrange(100) < FEMALE_IN_100 else "male"
    names = _names()
    parts = (names["family"], names[f"{who}.middle"], names[f"{who}.given"])
    return " ".join(filter(None, (part.one(chance) for part in parts)))


def plain(text: str) -> str:
    """`Điềm Thuỵ` → `diemthuy`: as an address spells it."""
    return "".join(sign for word in text.split() for sign in bare(fold(word)) if sign.isalnum())


class LocalParts:
    """`Nông Thị Thu Hà` of `syt` → `hantt.syt`; who comes second is `hantt2.syt`."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()

    def of(self, name: str, short: str) -> str:
        *before, given = name.split()
        stem = plain(given) + "".join(plain(word)[0] for word in before)
        return self.numbered(stem, f".{short}")

    def numbered(self, stem: str, ending: str = "") -> str:
        """A local part that nobody has yet."""
        key = stem + ending
        self._taken[key] += 1
        return key if self._taken[key] == 1 else f"{stem}{self._taken[key]}{ending}"


def telephone(chance: random.Random, province: str) -> str:
    """`0208.3855123`: well-formed, and drawn by lot."""
    return f"{AREA_CODES[province]}.3{chance.randrange(10**6):06d}"
