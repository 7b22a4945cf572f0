"""What the rows of an import make of officials, their roles, their private addresses. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from backend.db.ids import new_id
from backend.directory.draft import Draft
from backend.directory.recorded import ASSIGNMENT, OFFICIAL, PRIVATE, Record
from backend.directory.rows import AssignmentRow, OfficialRow, Tables
from backend.directory.taking_over import said

_Person = tuple[str, str, str | None, str | None]  # agency, name, log-in, staff number
_Office = tuple[str, str]  # agency, name
_COLUMNS = {
    column: column
    for column in ("name", "post", "login", "phone", "competent", "staff_number", "valid_from", "valid_to")
}
_SAID_OF_ROLE = {column: column for column in ("scope", "valid_to", "decision_number")}


def take_over_people(draft: Draft, tables: Tables) -> None:
    by_official = _officials(draft, tables.officials)
    _roles(draft, by_official)
    _private_addresses(draft, by_official)
    _assignments(draft, tables.assignments)


def _officials(draft: Draft, rows: Sequence[OfficialRow]) -> dict[str, list[OfficialRow]]:
    """The rows of each official, by id: one that stands, or a new one."""
    people: dict[_Person, list[OfficialRow]] = defaultdict(list)
    for row in rows:
        people[row.agency, row.name, row.login, row.staff_number].append(row)
    namesakes = _namesakes(draft) if people else {}
    brought = Counter(person[:2] for person in people)
    by_official: dict[str, list[OfficialRow]] = {}
    for person, lines in people.items():
        found = _same(person, namesakes.get(person[:2], ()), alone=brought[person[:2]] == 1)
        official, values = found or new_id(), said(lines[0], _COLUMNS, is_new=found is None)
        draft.put(OFFICIAL, {"id": official, "agency_code": person[0], **values})
        by_official[official] = lines
    return by_official


def _same(person: _Person, standing: Sequence[Record], *, alone: bool) -> str | None:
    """Who among those in office under this name is meant: by staff number, by log-in, or the only one there is."""
    login, number = person[2:]
    fitting = [one for one in standing if number is None or one["staff_number"] in (None, number)]
    numbered = [one for one in fitting if number is not None and one["staff_number"] == number]
    same = numbered or [one for one in fitting if one["login"] == login]
    if not same and alone and len(standing) == 1:
        same = list(standing)
    return str(same[0]["id"]) if same else None


def _namesakes(draft: Draft) -> dict[_Office, list[Record]]:
    found: dict[_Office, list[Record]] = defaultdict(list)
    for official in sorted(draft.rows(OFFICIAL), key=lambda one: (one["valid_to"] is not None, str(one["id"]))):
        found[str(official["agency_code"]), str(official["name"])].append(official)
    return found


def _roles(draft: Draft, by_official: Mapping[str, Sequence[OfficialRow]]) -> None:
    """The roles that lines of officials name, without dates: all that an official has so at the own agency."""
    wanted = {
        official: {row.role.value for row in rows if row.role is not None}
        for official, rows in by_official.items()
        if "role" in rows[0].said
    }
    agencies = {key: rows[0].agency for key, rows in by_official.items()}
    held: dict[str, set[str]] = defaultdict(set)
    for row in list(draft.rows(ASSIGNMENT)) if wanted else ():
        official, role = str(row["official_id"]), str(row["role"])
        if agencies.get(official) != row["agency_code"]:
            continue
        if not _is_plain(row) or (role in wanted[official] and role not in held[official]):
            held[official].add(role)
        else:
            draft.drop(ASSIGNMENT, ASSIGNMENT.key_of(row))
    for official, roles in wanted.items():
        for role in sorted(roles - held[official]):
            draft.put(
                ASSIGNMENT,
                {"id": new_id(), "official_id": official, "agency_code": agencies[official], "role": role},
            )


def _is_plain(row: Record) -> bool:
    """Without days, decision or delegation: as a line of officials brings it."""
    return not (row["valid_from"] or row["valid_to"] or row["decision_number"] or row["delegator_id"])


def _private_addresses(draft: Draft, by_official: Mapping[str, Sequence[OfficialRow]]) -> None:
    wanted = {
        official: {address for row in rows for address in row.private_addresses}
        for official, rows in by_official.items()
        if "private_addresses" in rows[0].said
    }
    for row in list(draft.rows(PRIVATE)) if wanted else ():
        if row["address"] not in wanted.get(str(row["official_id"]), {row["address"]}):
            draft.drop(PRIVATE, PRIVATE.key_of(row))
    for official, addresses in wanted.items():
        for address in sorted(addresses):
            draft.put(PRIVATE, {"address": address, "official_id": official})


def _assignments(draft: Draft, rows: Sequence[AssignmentRow]) -> None:
    offices = _namesakes(draft) if rows else {}
    held: dict[tuple[object, ...], Record] = {_of(one): one for one in (draft.rows(ASSIGNMENT) if rows else ())}
    for row in rows:
        official = in_office(offices.get((row.home, row.official), ()), row.login)
        namesakes = offices.get((row.home, row.delegator or ""), ())
        delegator = in_office(namesakes, row.delegator_login) if row.delegator else None
        values: dict[str, object] = {
            "official_id": official["id"] if official else "",
            "role": row.role.value,
            "agency_code": row.agency,
            "delegator_id": delegator["id"] if delegator else None,
            "valid_from": row.valid_from,
        }
        standing = held.get(_of(values)) or held.get(_of({**values, "valid_from": None, "delegator_id": None}))
        values["id"] = standing["id"] if standing else new_id()
        if row.remove:
            draft.drop(ASSIGNMENT, (values["id"],))
        else:
            draft.put(ASSIGNMENT, {**values, **said(row, _SAID_OF_ROLE)})
            held[_of(values)] = values


def _of(row: Record) -> tuple[object, ...]:
    return tuple(row[column] for column in ("official_id", "role", "agency_code", "delegator_id", "valid_from"))


def in_office(namesakes: Iterable[Record], login: str | None) -> Record | None:
    """The one meant among namesakes of an agency: by log-in (None: the one who has none), else the only one there is.
    None if nobody or more than one is."""
    standing = list(namesakes)
    found = [one for one in standing if one["login"] == login]
    found = found if found or login is not None else standing
    return found[0] if len(found) == 1 else None
