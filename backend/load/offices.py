"""The offices of a made-up province: committees, departments and what is below them, and who came before."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from backend.load.people import plain

PROVINCE = "H55"  # QĐ 20/2020/QĐ-TTg
OTHER_PROVINCE = "H03"  # Bắc Kạn, until the merger
COMMITTEE = "Ủy ban nhân dân"
DEPARTMENTS_MERGED = date(2025, 3, 1)
PROVINCES_MERGED = date(2025, 7, 1)
UNIT_WEIGHT = 9
COMMUNE_WEIGHT, DEPARTMENT_WEIGHT, PROVINCE_WEIGHT = 5, 5, 6


@dataclass(frozen=True, slots=True)
class Posts:
    head: str
    deputy: str
    others: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Office:
    """An agency or unit. `short`: the local part of its mailbox, "" without one; `ending`: how addresses of its people
    end; `weight`: its share of the officials; `staff`: which posts there are; `area`: the province it lay in before."""

    code: str
    name: str
    kind: str
    parent: str | None
    short: str
    ending: str
    weight: int
    staff: str
    symbol: str = ""
    area: str = "Thái Nguyên"


@dataclass(frozen=True, slots=True)
class Predecessor:
    """An agency that is no more. `heirs`: the codes of those that took over; `short`: the local part of its mailbox."""

    code: str
    name: str
    kind: str
    parent: str | None
    valid_to: date
    heirs: tuple[str, ...]
    short: str = ""


@dataclass(slots=True)
class Province:
    offices: list[Office] = field(default_factory=list)
    predecessors: list[Predecessor] = field(default_factory=list)


def province() -> Province:
    """tỉnh Thái Nguyên as two tiers, with those it came from."""
    raw = _data("offices.toml")
    made = Province()
    name = f"{COMMITTEE} tỉnh Thái Nguyên"
    made.offices.append(
        Office(PROVINCE, name, "province_committee", None, "ubnd", "ubnd", PROVINCE_WEIGHT, "province", "UBND")
    )
    gone = Predecessor(
        OTHER_PROVINCE, f"{COMMITTEE} tỉnh Bắc Kạn", "province_committee", None, PROVINCES_MERGED, (PROVINCE,), "ubndbk"
    )
    made.predecessors.append(gone)
    for number, department in enumerate(raw["department"], start=1):
        made.offices += _department(f"{PROVINCE}.{number:02d}", department)
        made.predecessors += _former_departments(number, department)
    _communes(made, raw["commune"])
    return made


def posts() -> dict[str, Posts]:
    """By the kind of staff."""
    return {name: Posts(**one) for name, one in _data("offices.toml")["staff"].items()}


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("backend.load").joinpath(f"data/{name}").read_text("utf-8"))


def _department(code: str, raw: Mapping[str, Any]) -> Iterator[Office]:
    ending = raw["short"]
    yield Office(
        code=code,
        name=raw["name"],
        kind=raw.get("kind", "department"),
        parent=PROVINCE,
        short=raw["short"],
        ending=ending,
        weight=DEPARTMENT_WEIGHT,
        staff=raw.get("staff", raw.get("kind", "department")),
        symbol=raw["symbol"],
    )
    yield from _units(code, raw["below"], ending, "Thái Nguyên")
    for number, line in enumerate(raw.get("bodies", []), start=51):
        name, short, weight, staff = (cell.strip() for cell in line.split("|"))
        yield Office(f"{code}.{number}", name, staff, code, short, short, int(weight), staff)


def _units(code: str, names: list[str], ending: str, area: str) -> Iterator[Office]:
    for number, name in enumerate(names, start=1):
        yield Office(f"{code}.{number:02d}", name, "unit", code, "", ending, UNIT_WEIGHT, "unit", area=area)


def _former_departments(number: int, raw: Mapping[str, Any]) -> Iterator[Predecessor]:
    heir = f"{PROVINCE}.{number:02d}"
    for place, name in enumerate(raw.get("former", []), start=1):
        short = _short_of(name)
        yield Predecessor(f"{heir}T{place}", name, "department", None, DEPARTMENTS_MERGED, (heir,), short)
    if raw["name"].startswith("Sở "):
        yield Predecessor(
            f"{OTHER_PROVINCE}.{number:02d}",
            f"{raw['name']} tỉnh Bắc Kạn",
            "department",
            OTHER_PROVINCE,
            PROVINCES_MERGED,
            (heir,),
        )


def _short_of(name: str) -> str:
    """`Sở Thông tin và Truyền thông` → sotttt."""
    first, *others = [plain(word) for word in name.split() if word not in ("-", "và")]
    return first + "".join(word[0] for word in others)


def _communes(made: Province, below: Mapping[str, Any]) -> None:
    number, shorts = 200, set[str]()
    for place, district in enumerate(_data("communes.toml")["district"], start=1):
        heirs = []
        for tier, units in (("phường", "ward_below"), ("xã", "below")):
            for name in district.get("wards" if tier == "phường" else "communes", []):
                code = f"{PROVINCE}.{number}"
                short = _free_short(plain(name), district["name"], shorts)
                made.offices += _commune(code, name, tier, short, district["province"], below[units], below["bodies"])
                heirs.append(code)
                number += 1
        above = PROVINCE if district["province"] == "Thái Nguyên" else OTHER_PROVINCE
        made.predecessors.append(
            Predecessor(
                f"{above}.{150 + place}",
                f"{COMMITTEE} {district['name']}",
                "district_committee",
                above,
                PROVINCES_MERGED,
                tuple(heirs),
            )
        )


def _free_short(short: str, district: str, taken: set[str]) -> str:
    """Văn Lang and Văn Lăng cannot both be vanlang@."""
    free = short if short not in taken else f"{short}.{plain(district.split(maxsplit=1)[1])}"
    taken.add(free)
    return free


def _commune(
    code: str, name: str, tier: str, short: str, area: str, below: list[str], bodies: list[str]
) -> Iterator[Office]:
    kind = "ward_committee" if tier == "phường" else "commune_committee"
    initials = "".join(word[0] for word in name.upper().split())
    symbol = "UBND" + "".join(sign for sign in initials if sign.isascii() or sign == "Đ")
    yield Office(
        code, f"{COMMITTEE} {tier} {name}", kind, PROVINCE, short, short, COMMUNE_WEIGHT, "commune", symbol, area
    )
    yield from _units(code, below, short, area)
    for number, line in enumerate(bodies, start=51):
        title, box, weight, staff = (cell.strip() for cell in line.split("|"))
        own = box.format(short=short)
        yield Office(
            f"{code}.{number}", title.format(name=f"{tier} {name}" if staff != "school" else name), staff, code, own,
            short, int(weight), staff, area=area,
        )  # fmt: skip
