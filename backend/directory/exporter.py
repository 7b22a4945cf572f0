"""Writes exported tables as CSV files, JSON and LDIF, and boxes as vCards. Pure.

Sources: RFC 4180 (CSV), RFC 8259 (JSON), RFC 2849 (LDIF), RFC 6350 (vCard 4.0).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

import orjson

from backend.directory.ldif_file import escaped, written
from backend.directory.portable import Cell, Line, Portable


def as_csv(lines: Iterable[Line]) -> str:
    """One table, with the columns of its lines."""
    lines = list(lines)
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, list(lines[0]) if lines else [], lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: _text(cell) for column, cell in line.items()} for line in lines)
    return file.getvalue()


def as_json(tables: Portable) -> bytes:
    return orjson.dumps(tables, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def as_ldif(tables: Portable, base: str) -> Iterator[str]:
    """Agencies, mailboxes with their aliases, and officials: LDIF knows no other. `base`: the dn above all of them."""
    yield "version: 1\n\n"
    parents = {str(line["code"]): str(line["parent"]) for line in tables.get("agencies", ())}
    names = {code: _unit_dn(code, parents, base) for code in parents}
    for line in sorted(tables.get("agencies", ()), key=lambda line: len(names[str(line["code"])].split(","))):
        yield written(names[str(line["code"])], _unit(line))
    aliases: dict[str, list[str]] = {}
    for line in tables.get("aliases", ()):
        period = f" {line['valid_from']}/{line['valid_to']}" if line["valid_from"] or line["valid_to"] else ""
        aliases.setdefault(str(line["address"]), []).append(f"{line['alias']}{period}")
    for line in tables.get("mailboxes", ()):
        address = str(line["address"])
        dn = f"mail={escaped(address)},{names.get(str(line['agency']), base)}"
        yield written(dn, _mailbox(line, aliases.get(address, ())))
    yield from _people(tables, names, base)


def _unit_dn(code: str, parents: Mapping[str, str], base: str) -> str:
    line, above = [code], parents.get(code, "")
    while above in parents and above not in line:
        line.append(above)
        above = parents[above]
    return ",".join([*(f"ou={escaped(one)}" for one in line), base])


def _unit(line: Line) -> dict[str, list[str]]:
    return {
        "objectClass": ["organizationalUnit", "extensibleObject"],
        "ou": [str(line["code"])],
        "x-congvu-code": [str(line["code"])],
        "displayName": [str(line["name"])],
        "businessCategory": [str(line["kind"])],
        "x-congvu-symbol": [str(line["reference_prefix"])],
        "telephoneNumber": [str(line["phone"])],
        "x-congvu-shortName": _list(line["short_names"]),
        "x-congvu-validFrom": [str(line["valid_from"])],
        "x-congvu-validTo": [str(line["valid_to"])],
    }


def _mailbox(line: Line, aliases: Iterable[str]) -> dict[str, Iterable[str]]:
    return {
        "objectClass": ["x-congvu-mailbox"],
        "mail": [str(line["address"])],
        "x-congvu-mailboxKind": [str(line["kind"])],
        "x-congvu-published": [_text(line["published"])],
        "x-congvu-withdrawn": [_text(line["withdrawn"])],
        "description": [str(line["display"])],
        "x-congvu-publishedFrom": [str(line["published_from"])],
        "x-congvu-publishedTo": [str(line["published_to"])],
        "x-congvu-decision": [str(line["decision_number"])],
        "x-congvu-alias": aliases,
    }


def _people(tables: Portable, names: Mapping[str, str], base: str) -> Iterator[str]:
    """An entry for each person: the lines of several roles are one."""
    told = ("agency", "name", "login", "staff_number", "valid_from")
    in_order = sorted(tables.get("officials", ()), key=lambda line: [_text(line.get(one, "")) for one in told])
    for number, (_, lines) in enumerate(groupby(in_order, lambda line: [line.get(one, "") for one in told]), 1):
        same = list(lines)
        line = same[0]
        yield written(
            f"uid={number},{names.get(str(line['agency']), base)}",
            {
                "objectClass": ["inetOrgPerson", "extensibleObject"],
                "uid": [str(number)],
                "cn": [str(line["name"])],
                "sn": [str(line["name"]).split()[0]],
                "title": [str(line["post"])],
                "mail": [str(line["login"])],
                "telephoneNumber": [str(line["phone"])],
                "employeeNumber": [_text(line.get("staff_number", ""))],
                "x-congvu-competent": [_text(line["competent"])],
                "x-congvu-role": [str(one["role"]) for one in same if "role" in one],
                "x-congvu-privateAddress": _list(line.get("private_addresses", [])),
                "x-congvu-validFrom": [str(line["valid_from"])],
                "x-congvu-validTo": [str(line["valid_to"])],
            },
        )


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "; ".join(cell) if isinstance(cell, list) else cell


def _list(cell: Cell) -> list[str]:
    return cell if isinstance(cell, list) else []
