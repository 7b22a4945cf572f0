"""A made-up province as the tables the import takes: every run of a seed writes the same bytes."""

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from backend.errors import UsageError
from backend.load.offices import OTHER_PROVINCE, PROVINCE, Office, Posts, Predecessor, Province, posts, province
from backend.load.people import LocalParts, person, telephone

DOMAIN = "thainguyen.gov.vn"
OTHER_DOMAIN, OTHER_AREA = "backan.gov.vn", "Bắc Kạn"  # whose addresses still lead to their people
GROUPS = {  # code: name, spellings, kinds of agencies
    "cac-so-ban-nganh": ("Các sở, ban, ngành", "các sở, ngành", ("department", "office", "inspectorate", "board")),
    "ubnd-xa-phuong": ("UBND các xã, phường", "UBND cấp xã", ("commune_committee", "ward_committee")),
}
PRIVATE_IN_100 = 3
DEPUTIES_PER_STAFF, DEPUTY_FROM, DEPUTIES_AT_MOST = 25, 5, 4  # one for each so many; one already where there are five
Row = dict[str, str]


def write_tables(folder: Path, tables: Mapping[str, list[Row]]) -> dict[str, int]:
    """Write one CSV file for each table; how many lines each got.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_text(_csv(rows), "utf-8")
    return {name: len(rows) for name, rows in tables.items()}


def make_province(officials: int, seed: int) -> dict[str, list[Row]]:
    """The rows of every table, by its name.

    Raises:
        UsageError: fewer officials than offices that need a head.
    """
    made, chance = province(), random.Random(seed)  # noqa: S311 made-up people
    local_parts, kinds = LocalParts(), posts()
    for office in made.offices:
        if office.short:
            local_parts.numbered(office.short)
    tables: dict[str, list[Row]] = {
        "agencies": [_agency(one, telephone(chance, one.area) if one.short else "") for one in made.offices]
        + [_gone(one) for one in made.predecessors],
        "successions": [line for one in made.predecessors for line in _successions(one)],
        "groups": [{"group": code, "name": name, "spellings": other} for code, (name, other, _) in GROUPS.items()],
        "group_rules": [
            {"group": code, "kind": kind, "under": PROVINCE} for code, (*_, kinds) in GROUPS.items() for kind in kinds
        ],
        "mailboxes": [],
        "aliases": [],
        "officials": [],
    }
    for office, count in zip(made.offices, _shares(made.offices, officials), strict=True):
        if office.short:
            tables["mailboxes"].append(_mailbox(office, office.short, "agency", published=True))
        for row, box in _staff(office, kinds[office.staff], count, local_parts, chance):
            tables["officials"].append(row)
            tables["mailboxes"] += box
    tables["aliases"] = list(_aliases(made, tables["mailboxes"]))
    return tables


def _aliases(made: Province, mailboxes: Sequence[Row]) -> Iterator[Row]:
    """Who came from the other province keeps the old address; so does a department that went up in another one."""
    areas = {office.code: office.area for office in made.offices}
    boxes = {office.code: office.short for office in made.offices}
    for one in made.predecessors:
        if one.short and len(one.heirs) == 1:
            domain = OTHER_DOMAIN if one.code == OTHER_PROVINCE else DOMAIN
            yield {"alias": f"{one.short}@{domain}", "address": f"{boxes[one.heirs[0]]}@{DOMAIN}"}
    for box in mailboxes:
        if areas[box["agency"]] == OTHER_AREA:
            yield {"alias": f"{box['address'].partition('@')[0]}@{OTHER_DOMAIN}", "address": box["address"]}


def _shares(offices: Sequence[Office], officials: int) -> list[int]:
    """How many officials each office has: one at least, the rest by weight, exactly so many together."""
    if officials < len(offices):
        raise UsageError(f"at least {len(offices)} officials are needed, one for each office")
    total, free = sum(office.weight for office in offices), officials - len(offices)
    exact = [free * office.weight / total for office in offices]
    counts = [int(share) for share in exact]
    by_rest = sorted(range(len(offices)), key=lambda place: counts[place] - exact[place])
    for place in by_rest[: free - sum(counts)]:
        counts[place] += 1
    return [count + 1 for count in counts]


def _staff(
    office: Office, kinds: Posts, count: int, local_parts: LocalParts, chance: random.Random
) -> Iterator[tuple[Row, list[Row]]]:
    """Each official's line with the mailbox it needs; a clerk signs in as the office's own mailbox."""
    for post, role in _posts(office, kinds, count, chance):
        name = person(chance)
        if role == "clerk":
            yield _official(office, name, post, role, office.short, chance), []
            continue
        if is_public := role == "head":
            local_part = local_parts.numbered(f"{_role_box(office)}.{office.short}")
        else:
            local_part = local_parts.of(name, office.ending)
        box = _mailbox(office, local_part, "role" if is_public else "personal", published=is_public)
        yield _official(office, name, post, role, local_part, chance), [box]


def _role_box(office: Office) -> str:
    return {"commune": "chutich", "province": "chutich", "school": "hieutruong"}.get(office.staff, "giamdoc")


def _posts(office: Office, kinds: Posts, count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Post and role of each of so many."""
    head = "Chánh Văn phòng" if office.name.startswith("Văn phòng H") else kinds.head
    yield head, "head" if office.short else "unit_head"
    left = count - 1
    if office.short and left:
        yield "Văn thư", "clerk"
        left -= 1
    deputies = min(left, DEPUTIES_AT_MOST, max(count >= DEPUTY_FROM, count // DEPUTIES_PER_STAFF))
    yield from [(kinds.deputy, "official")] * deputies
    others = list(kinds.others)
    for post in chance.choices(others, weights=[kinds.others[one] for one in others], k=left - deputies):
        yield post, "official"


def _agency(office: Office, phone: str) -> Row:
    return {
        "code": office.code,
        "name": office.name,
        "kind": office.kind,
        "parent": office.parent or "",
        "reference_prefix": office.symbol[:10],
        "valid_to": "",
        "phone": phone,
    }


def _gone(agency: Predecessor) -> Row:
    return {
        "code": agency.code,
        "name": agency.name,
        "kind": agency.kind,
        "parent": agency.parent or "",
        "reference_prefix": "",
        "valid_to": agency.valid_to.isoformat(),
        "phone": "",
    }


def _successions(agency: Predecessor) -> Iterator[Row]:
    kind = "merged" if len(agency.heirs) == 1 else "split"
    for heir in agency.heirs:
        yield {
            "predecessor": agency.code,
            "successor": heir,
            "succession": kind,
            "on_date": agency.valid_to.isoformat(),
        }


def _mailbox(office: Office, local_part: str, kind: str, *, published: bool) -> Row:
    return {
        "address": f"{local_part}@{DOMAIN}",
        "agency": office.code,
        "kind": kind,
        "published": "yes" if published else "no",
    }


def _official(office: Office, name: str, post: str, role: str, local_part: str, chance: random.Random) -> Row:
    private = chance.randrange(100) < PRIVATE_IN_100 and role == "official"
    phone = telephone(chance, office.area)
    return {
        "name": name,
        "post": post,
        "agency": office.code,
        "role": role,
        "login": f"{local_part}@{DOMAIN}",
        "private_addresses": f"{local_part}@thurieng.example" if private else "",
        "phone": phone,
        "competent": "yes" if role == "head" else "no",
    }


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
