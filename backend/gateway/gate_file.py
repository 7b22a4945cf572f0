"""gate.json: what the worker tells the milter about the directory, so that the milter needs no database."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from backend.classification.verdict import Ring

FORMAT = 1


class BoxKind(StrEnum):
    AGENCY = "agency"
    ROLE = "role"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Box:
    agency: str
    kind: BoxKind


@dataclass(frozen=True, slots=True)
class Cleared:
    """A marked file that the agency may send until then, by that decision."""

    agency: str
    fingerprint: str
    decision: str
    until: datetime


@dataclass(frozen=True, slots=True)
class GateFile:
    """Addresses, domains and log-ins in lower case. The empty one knows nobody: nothing is recorded for mailboxes."""

    province_domains: frozenset[str] = frozenset()
    official_addresses: frozenset[str] = frozenset()
    mailboxes: Mapping[str, Box] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)  # other address → that of the mailbox
    logins: Mapping[str, str] = field(default_factory=dict)  # log-in → agency code
    inbound_refuse_marked: bool | None = None  # None: the settings say
    clearances: tuple[Cleared, ...] = ()

    def box(self, address: str) -> Box | None:
        """The mailbox of an address; "name+detail@" is the mailbox "name@", an alias the mailbox it leads to."""
        lowered = address.lower()
        local, _, domain = lowered.rpartition("@")
        for form in (lowered, f"{local.split('+', 1)[0]}@{domain}"):
            box = self.mailboxes.get(self.aliases.get(form, form))
            if box is not None:
                return box
        return None

    def agency_of(self, login: str) -> str | None:
        box = self.box(login)
        return self.logins.get(login.lower()) or (box.agency if box else None)

    def cleared(self, login: str, now: datetime) -> dict[str, str]:
        """Fingerprint → number of the decision, for the files that this log-in's agency may send now."""
        agency = self.agency_of(login) if login else None
        return {one.fingerprint: one.decision for one in self.clearances if one.agency == agency and now < one.until}

    def recorded_box(self, address: str) -> Box | None:
        """The mailbox, if facts about its letters may be kept: an agency's or a role's."""
        box = self.box(address)
        return box if box and box.kind is not BoxKind.PERSONAL else None


class _Once:
    """Each text and each box kept once: a province's thirty thousand officials stand in a thousand agencies."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._boxes: dict[tuple[str, BoxKind], Box] = {}

    def text(self, text: str) -> str:
        return self._texts.setdefault(text, text)

    def box(self, agency: str, kind: BoxKind) -> Box:
        return self._boxes.setdefault((agency, kind), Box(self.text(agency), kind))


def read_gate_file(content: bytes) -> GateFile:
    """Raises ValueError: no such document, or a part of it is of another shape."""
    document = json.loads(content)
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ValueError("not a gate.json of this format")
    one = _Once()
    try:
        refuse = document.get("inbound_refuse_marked")
        return GateFile(
            province_domains=_lowered(document["province_domains"]),
            official_addresses=frozenset(one.text(address.lower()) for address in document["official_addresses"]),
            mailboxes={
                one.text(address.lower()): one.box(str(box["agency"]), BoxKind(box["kind"]))
                for address, box in document["mailboxes"].items()
            },
            aliases={
                one.text(alias.lower()): one.text(str(box).lower())
                for alias, box in document.get("aliases", {}).items()
            },
            logins={one.text(login.lower()): one.text(str(of["agency"])) for login, of in document["logins"].items()},
            inbound_refuse_marked=refuse if isinstance(refuse, bool) else None,
            clearances=tuple(map(_cleared, document.get("clearances", []))),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("a part of gate.json is missing or of another shape") from error


def _cleared(written: Mapping[str, str]) -> Cleared:
    until = datetime.fromisoformat(written["until"]).astimezone(UTC)
    return Cleared(written["agency"], written["fingerprint"], written["decision"], until)


def _lowered(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def ring_of(address: str, gate: GateFile, bundle_domains: Iterable[str]) -> Ring:
    """How far an envelope recipient stands from the province.

    Only a whole domain counts, never a subdomain. A local part that could route the letter on ("a%b.vn@", "b.vn!a@",
    '"a@b.vn"@') stands outside whatever its domain is.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    domain = domain.rstrip(".")
    if not at or not local or any(character in local for character in '%!@"'):
        return Ring.OTHER
    if domain in gate.province_domains or domain in _lowered(bundle_domains):
        return Ring.PROVINCE
    return Ring.OFFICIAL if f"{local}@{domain}" in gate.official_addresses else Ring.OTHER
