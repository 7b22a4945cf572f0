"""The entries of the directory that can be found, and the terms each is found by. Pure.

What stands first is found first where several fit alike: agencies before people, those above before those below, heads
before the others.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.directory.search_terms import (
    agency_terms,
    agency_words,
    bare_terms,
    local_part_terms,
    telephone_terms,
    whole,
    whole_agency,
)
from backend.directory.terms import MailboxKind, OfficialRole

PUBLIC = "=public"  # a scope beside the agencies': what anybody may find


class EntryKind(StrEnum):
    AGENCY = "agency"
    OFFICIAL = "official"
    MAILBOX = "mailbox"  # of a role: a desk, not a person


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """An agency that exists. `other_names`: short and former ones, and those of agencies it took over alone;
    `inherited_names`: those of agencies it took over with others."""

    code: str
    name: str
    parent: str | None
    symbol: str = ""
    other_names: tuple[str, ...] = ()
    inherited_names: tuple[str, ...] = ()
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class MailboxFacts:
    """A mailbox in use. `display`: what it says of itself ("Bộ phận Một cửa"); `aliases`: addresses that lead to it."""

    address: str
    agency: str
    kind: MailboxKind
    published: bool
    display: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficialFacts:
    """An official in office with a mailbox. `public`: may be found by anybody (Chỉ thị, khoản 1 điểm d)."""

    id: str
    name: str
    post: str
    agency: str
    address: str
    roles: frozenset[OfficialRole] = frozenset()
    telephone: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One line of an answer."""

    key: str  # unique and lasting: "a:H55.05", "o:<id>", "m:<address>"
    kind: EntryKind
    title: str
    post: str
    agency_code: str
    agency_name: str
    address: str
    telephone: str
    public: bool


@dataclass(frozen=True, slots=True)
class Findable:
    """An entry with what it is found by. `own`: terms of its own; `about`: of its post and agencies; `words`: those of
    its own that are words, which somebody may mistype; `scopes`: the agencies it belongs to, `near` the one just below
    the province, "" above that; `rank`: smaller is found first."""

    entry: SearchEntry
    rank: int
    near: str
    own: frozenset[str]
    about: frozenset[str]
    words: frozenset[str]
    scopes: frozenset[str]


class _Agencies:
    """What entries have from the agencies they stand in."""

    def __init__(self, agencies: Iterable[AgencyFacts]) -> None:
        self._by_code = {agency.code: agency for agency in agencies}
        self._terms: dict[str, frozenset[str]] = {}
        self._about: dict[str, frozenset[str]] = {}

    def __getitem__(self, code: str) -> AgencyFacts:
        return self._by_code[code]

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def line(self, code: str) -> list[str]:
        """An agency and those above it, itself first."""
        line: list[str] = []
        step: str | None = code
        while step in self._by_code and step not in line:
            line.append(step)
            step = self._by_code[step].parent
        return line

    def terms(self, code: str) -> frozenset[str]:
        if code not in self._terms:
            agency = self._by_code[code]
            self._terms[code] = frozenset(agency_terms([agency.name, *agency.other_names], agency.symbol))
        return self._terms[code]

    def about(self, code: str) -> frozenset[str]:
        """Terms of an agency and those above it, but for the province that they all stand in."""
        if code not in self._about:
            line = self.line(code)
            above = [self._by_code[one] for one in (line[:-1] or line)]
            self._about[code] = frozenset(
                term for one in above for term in agency_words([one.name, *one.other_names], one.symbol)
            )
        return self._about[code]


def findables(
    agencies: Sequence[AgencyFacts], mailboxes: Sequence[MailboxFacts], officials: Sequence[OfficialFacts]
) -> Iterator[Findable]:
    """What can be written to: agencies with a mailbox, role mailboxes, officials with one."""
    known = _Agencies(agencies)
    boxes = {box.address: box for box in mailboxes if box.agency in known}
    yield from _agencies(known, boxes.values())
    posts = {one.address: one.post for one in officials if OfficialRole.HEAD in one.roles}
    for box in boxes.values():
        if box.kind == MailboxKind.ROLE:
            yield _role_box(known, box, posts.get(box.address, ""))
    for official in officials:
        if official.agency in known and official.address in boxes:
            yield _official(known, official, boxes[official.address])


def _agencies(known: _Agencies, boxes: Iterable[MailboxFacts]) -> Iterator[Findable]:
    """Each agency once for its mailbox, the published one where it has several."""
    chosen: dict[str, MailboxFacts] = {}
    for box in sorted(boxes, key=lambda box: (not box.published, box.address)):
        if box.kind == MailboxKind.AGENCY:
            chosen.setdefault(box.agency, box)
    for code, box in sorted(chosen.items()):
        agency, line = known[code], known.line(code)
        above = known[line[1]].name if len(line) > 2 else ""  # all stand below the province
        yield Findable(
            _entry(f"a:{code}", EntryKind.AGENCY, agency.name, above, agency, box, agency.telephone),
            rank=len(line),
            near=_near(line),
            own=known.terms(code) | frozenset([*whole_agency([agency.name, *agency.other_names]), *_of_box(box)]),
            about=_inherited(agency) | known.about(code) | frozenset(telephone_terms(agency.telephone)),
            words=frozenset().union(*map(bare_terms, (agency.name, *agency.other_names))),
            scopes=_scopes(line, public=box.published),
        )  # fmt: skip


def _role_box(known: _Agencies, box: MailboxFacts, post: str) -> Findable:
    agency, line = known[box.agency], known.line(box.agency)
    title = f"{post or box.display or box.address.partition('@')[0]} - {agency.name}"
    return Findable(
        _entry(f"m:{box.address}", EntryKind.MAILBOX, title, "", agency, box, ""),
        rank=len(line) + _DESKS,
        near=_near(line),
        own=frozenset([*_of_box(box), *bare_terms(post), *bare_terms(box.display)]),
        about=known.about(box.agency),
        words=frozenset([*bare_terms(post), *bare_terms(box.display)]),
        scopes=_scopes(line, public=box.published),
    )


def _official(known: _Agencies, official: OfficialFacts, box: MailboxFacts) -> Findable:
    agency, line = known[official.agency], known.line(official.agency)
    leading = not official.roles.isdisjoint(_LEADING)
    desk = frozenset([*bare_terms(official.post), *_of_box(box)])
    name = bare_terms(official.name)
    own = frozenset([*name, whole(name), *(_of_box(box) if box.kind == MailboxKind.PERSONAL else ())])
    about = known.about(official.agency) | desk | frozenset(telephone_terms(official.telephone))
    entry = SearchEntry(
        f"o:{official.id}",
        EntryKind.OFFICIAL,
        official.name,
        official.post,
        agency.code,
        agency.name,
        box.address,
        official.telephone,
        official.public,
    )
    rank = (_LEADERS if leading else _OTHERS) + len(line)
    return Findable(
        entry,
        rank,
        _near(line),
        own | desk if leading else own,
        about,
        frozenset(name),
        _scopes(line, public=official.public),
    )


_LEADING = frozenset([OfficialRole.HEAD, OfficialRole.DEPUTY])
_LEADERS, _DESKS, _OTHERS = 10, 20, 30  # ranks begin here: after the agencies, which lie less deep than this


def _entry(
    key: str,
    kind: EntryKind,
    title: str,
    post: str,
    agency: AgencyFacts,
    box: MailboxFacts,
    telephone: str,
) -> SearchEntry:
    return SearchEntry(key, kind, title, post, agency.code, agency.name, box.address, telephone, box.published)


def _near(line: Sequence[str]) -> str:
    return line[-2] if len(line) > 1 else ""


def _of_box(box: MailboxFacts) -> Iterator[str]:
    for address in (box.address, *box.aliases):
        yield from local_part_terms(address)


def _inherited(agency: AgencyFacts) -> frozenset[str]:
    return frozenset(agency_terms(agency.inherited_names, ""))


def scope(code: str) -> str:
    """`H55.05` → =h55x05: one term, like no other agency's and like nothing that is typed."""
    return "=" + code.lower().replace(".", "x")


def _scopes(line: Iterable[str], *, public: bool) -> frozenset[str]:
    return frozenset([*map(scope, line), *([PUBLIC] if public else [])])
