"""The directory as an address book for a webmail's LDAP (SOGo): whom colleagues find, in standard attributes only, so
that any server takes it (inetOrgPerson, RFC 2798). Pure.

LDAP compares letters with their accents: what somebody types without them is found in `description`.
"""

from collections.abc import Iterable, Iterator

from backend.directory.ldif_file import escaped, written
from backend.directory.search_entries import EntryKind, Findable, SearchEntry
from backend.directory.search_terms import bare_terms

UNIT = "danh-muc-dia-chi"  # all entries stand under it: what an administrator replaces


def as_address_book(found: Iterable[Findable], base: str) -> Iterator[str]:
    """`base`: the dn of an entry that is there already."""
    above = f"ou={UNIT},{base}"
    yield "version: 1\n\n"
    yield written(above, {"objectClass": ["organizationalUnit"], "ou": [UNIT]})
    for one in sorted(found, key=lambda one: (one.rank, one.entry.key)):
        yield written(f"uid={escaped(one.entry.key)},{above}", _values(one.entry))


def _values(entry: SearchEntry) -> dict[str, list[str]]:
    agency = [] if entry.kind is EntryKind.AGENCY else [entry.agency_name]
    plain = " ".join(bare_terms(" ".join([entry.title, *agency])))
    return {
        "objectClass": ["inetOrgPerson"],
        "uid": [entry.key],
        "cn": [entry.title],
        "sn": [entry.title.split()[0]],
        "displayName": [entry.title],
        "mail": [entry.address],
        "o": agency or [entry.title],
        "title": [entry.post] if entry.kind is EntryKind.OFFICIAL else [],
        "telephoneNumber": [entry.telephone],
        "description": [plain],
    }
