"""Addresses that look like an official one and are not: another alphabet, a figure for a letter, another ending, a
hyphen for a dot, the official domain before somebody else's, one letter off. Pure.

An address says where a letter goes; who reads it over sees what it resembles. Domains that only the State holds are not
doubted for their names, only for being one letter off a domain of ours: the directory need not know every ministry.
Source: Chỉ thị, khoản 1 điểm a (official mail to official boxes); RFC 3492, RFC 5891 (xn--); Unicode TR 39.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import combining, normalize

from rapidfuzz import process
from rapidfuzz.distance import OSA

from backend.text.lookalikes import folded

SHORTEST_NAME = 5  # letters of a name (moc, mof, moh) below which one letter more or less says nothing
SHORTEST_STEM = 8  # letters of "thainguyengov" below which it may stand in another word by chance
_DOTS = re.compile("[\u3002\uff0e\uff61]")  # full stops that browsers read as the dot of a domain
_ACE = "xn--"
_SEPARATORS = re.compile(r"[.\-_]")
_DRAWN_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"))
_FIGURES = re.compile(r"\d")


class LookalikeReason(StrEnum):
    """How an address differs from what it resembles."""

    LETTERS = "letters"  # signs that look the same: Cyrillic, accents, 0 for o, rn for m
    SUBDOMAIN = "subdomain"  # the official domain stands before another one
    JOINED = "joined"  # the same letters, parted by other signs
    ENDING = "ending"  # the name goes on in another way: thainguyen.gov.com
    ONE_LETTER = "one_letter"
    LOCAL_PART = "local_part"  # the official domain stands before the @


@dataclass(frozen=True, slots=True)
class Lookalike:
    """`resembles`: an official domain, or an official address."""

    resembles: str
    reason: LookalikeReason


@dataclass(frozen=True, slots=True)
class _Ours:
    """An official domain, and what is compared of it. `stem`: joined, without the last label; empty where too short."""

    domain: str
    parent: str
    is_short: bool
    skeleton: str
    joined: str
    stem: str


class OfficialNames:
    """What addresses are held against. `domains`: the province's and those of its mailboxes; `held_by_state`: only the
    State has domains under these; `addresses`: published mailboxes of agencies and roles, with their aliases."""

    def __init__(self, domains: Collection[str], held_by_state: Collection[str], addresses: Iterable[str] = ()) -> None:
        self._held_by_state = sorted(held_by_state)
        self._local_parts: dict[str, list[str]] = {domain: [] for domain in domains if "." in domain}
        compared = {*self._local_parts, *(one for one in held_by_state if not one.startswith("gov."))}
        self._ours = [_ours(domain) for domain in sorted(compared)]
        for address in sorted(addresses):
            local, _, domain = address.rpartition("@")
            if domain in self._local_parts:
                self._local_parts[domain].append(local)

    def lookalike(self, address: str) -> Lookalike | None:
        """What a lower-case address that the directory does not hold resembles."""
        local, at, domain = address.rpartition("@")
        domain = domain.removesuffix(".")
        if not at or not local or not domain:
            return None
        if domain in self._local_parts:
            return self._like_a_mailbox(local, domain)
        if any(_is_under(domain, ours.domain) for ours in self._ours):
            return None
        read = _read(domain)
        if any(_is_under(domain, state) for state in self._held_by_state):
            return self._like_ours(read)
        return self._like_ours(read) or self._like_the_states(read) or self._in_local_part(local)

    def _like_ours(self, domain: str) -> Lookalike | None:
        """The whole of one of our domains, or of its end, written otherwise."""
        ends = list(_ends(domain))
        skeletons, joined = {_skeleton(end) for end in ends}, {_joined(end) for end in ends}
        candidates = [ours for ours in self._ours if not (ours.is_short and _is_under(domain, ours.parent))]
        for ours in candidates:
            if ours.skeleton in skeletons:
                return Lookalike(ours.domain, LookalikeReason.LETTERS)
        for ours in candidates:
            if ours.joined in joined:
                return Lookalike(ours.domain, LookalikeReason.JOINED)
        for ours in candidates:
            if any(OSA.distance(end, ours.domain, score_cutoff=1) == 1 for end in ends):
                return Lookalike(ours.domain, LookalikeReason.ONE_LETTER)
        return None

    def _like_the_states(self, domain: str) -> Lookalike | None:
        """Of a domain that anybody may hold: one of ours, or any of the State's, stands in it."""
        for ours in self._ours:
            if f".{ours.domain}." in f".{domain}.":
                return Lookalike(ours.domain, LookalikeReason.SUBDOMAIN)
        for ours in self._ours:
            if ours.stem and ours.stem in _joined(domain):
                return Lookalike(ours.domain, LookalikeReason.ENDING)
        return next((found for state in self._held_by_state if (found := _named_like(domain, state))), None)

    def _in_local_part(self, local: str) -> Lookalike | None:
        """sotaichinh.thainguyen.gov.vn@…"""
        read = _joined(_read(local))
        for ours in self._ours:
            if ours.stem and ours.stem in read:
                return Lookalike(ours.domain, LookalikeReason.LOCAL_PART)
        return None

    def _like_a_mailbox(self, local: str, domain: str) -> Lookalike | None:
        """In a domain of ours: nobody else holds it, but the letter would reach nobody."""
        known = self._local_parts[domain]
        if local in known:
            return None
        read = _skeleton(local)
        same = next((one for one in known if _skeleton(one) == read), None)
        if same is not None:
            return Lookalike(f"{same}@{domain}", LookalikeReason.LETTERS)
        for other, _, _ in process.extract(local, known, scorer=OSA.distance, score_cutoff=1, limit=None):
            if len(other) > SHORTEST_NAME and _FIGURES.sub("", other) != _FIGURES.sub("", local):
                return Lookalike(f"{other}@{domain}", LookalikeReason.ONE_LETTER)
        return None


def _ours(domain: str) -> _Ours:
    name, _, parent = domain.partition(".")
    before = domain.rpartition(".")[0]
    stem = _joined(before)
    return _Ours(
        domain=domain,
        parent=parent,
        is_short=len(name) < SHORTEST_NAME,
        skeleton=_skeleton(domain),
        joined=_joined(domain),
        stem=stem if "." in before and len(stem) >= SHORTEST_STEM else "",
    )


def _named_like(domain: str, state: str) -> Lookalike | None:
    """moet.gov.vn.example.com, moet-gov.vn, moet.g0v.vn: whatever stands before is somebody the State has."""
    written, wanted = _SEPARATORS.split(domain), [_skeleton(label) for label in state.split(".")]
    seen = [_skeleton(label) for label in written]
    for place in range(1, len(seen) - len(wanted) + 1):
        if seen[place : place + len(wanted)] == wanted:
            reason = LookalikeReason.JOINED
            if f".{state}." in f".{domain}.":
                reason = LookalikeReason.SUBDOMAIN
            elif place + len(wanted) == len(seen) and "-" not in domain:
                reason = LookalikeReason.LETTERS
            return Lookalike(".".join([*written[:place], state]), reason)
    return None


def _read(domain: str) -> str:
    """As a reader sees it: xn-- written out, one kind of dot."""
    labels = _DOTS.sub(".", domain).split(".")
    return ".".join(_label(label) for label in labels)


def _label(label: str) -> str:
    if not label.startswith(_ACE):
        return label
    try:
        return label.removeprefix(_ACE).encode("ascii").decode("punycode").lower()
    except UnicodeError:
        return label


def _ends(domain: str) -> Iterator[str]:
    """The domain, and what is left without its first labels: mail.thainguyen.gov.vn, thainguyen.gov.vn, …"""
    labels = domain.split(".")
    return (".".join(labels[place:]) for place in range(len(labels)))


def _skeleton(text: str) -> str:
    """Equal for texts that look alike. Two letters that look like one are read as one."""
    plain = normalize("NFD", folded(normalize("NFC", text)).lower()).replace("đ", "d")
    plain = "".join(sign for sign in plain if not combining(sign))
    for drawn, letter in _DRAWN_ALIKE:
        plain = plain.replace(drawn, letter)
    return plain


def _joined(text: str) -> str:
    return _SEPARATORS.sub("", _skeleton(text))


def _is_under(domain: str, above: str) -> bool:
    return domain == above or domain.endswith(f".{above}")
