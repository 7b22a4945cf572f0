"""Published boxes as vCards, version 4.0 (RFC 6350): for the address book of a telephone or a mail program. Pure."""

from collections.abc import Iterator

from backend.directory.portable import Portable

_LINE_OCTETS = 75  # section 3.2, without the line break


def as_vcards(tables: Portable) -> Iterator[str]:
    """A card for each box of an agency or a role, and for each official who has one, in the order of the tables."""
    agencies = {str(line["code"]): line for line in tables.get("agencies", ())}
    for box in tables.get("mailboxes", ()):
        if box["kind"] != "personal":
            agency = agencies[str(box["agency"])]
            name = str(box["display"] or agency["name"])
            yield _card("org", name, str(agency["name"]), str(box["address"]), phone=str(agency["phone"]))
    seen = set[tuple[str, str]]()
    for official in tables.get("officials", ()):
        name, address = str(official["name"]), str(official["login"])
        if address and (name, address) not in seen:
            seen.add((name, address))
            employer = str(agencies[str(official["agency"])]["name"])
            yield _card("individual", name, employer, address, phone=str(official["phone"]), post=str(official["post"]))


def _card(kind: str, name: str, agency: str, address: str, *, phone: str, post: str = "") -> str:
    lines = ["BEGIN:VCARD", "VERSION:4.0", f"KIND:{kind}", f"FN:{_escaped(name)}"]
    if kind == "individual":
        family, _, given = name.partition(" ")
        lines.append(f"N:{_escaped(family)};{_escaped(given)};;;")
    lines += [f"ORG:{_escaped(agency)}", f"EMAIL;TYPE=work:{_escaped(address)}"]
    lines += [f"TITLE:{_escaped(post)}"] if post else []
    lines += [f"TEL;TYPE=work:{_escaped(phone)}"] if phone else []
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCARD"])


def _escaped(text: str) -> str:
    """Section 3.4."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 octets a line, never inside a letter."""
    pieces, piece, octets = list[str](), "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _LINE_OCTETS:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + sign, octets + size
    return "\r\n".join([*pieces, piece])
