"""Who writes: an agency, a business or a citizen.

An agency is known by the directory or by an official domain. A business is known only because an agency entered its
address or domain: nothing in a mail tells a shop's mailbox from a person's, and guessing would let an agency sort its
slow letters into the class that looks better. Everybody else is a citizen.
"""

from dataclasses import dataclass

from backend.correspondence.terms import SenderClass
from backend.directory.official_domains import is_official_domain


@dataclass(frozen=True, slots=True)
class SenderRules:
    """`province_domains` as in the settings, `business_patterns`: addresses and "@domain"s, all in lower case."""

    province_domains: frozenset[str]
    business_patterns: frozenset[str]


def sender_class_of(address: str, rules: SenderRules, *, in_directory: bool) -> SenderClass:
    """The class of a lower-case address; an address entered by an agency goes before its domain."""
    domain = address.rpartition("@")[2]
    if in_directory or domain in rules.province_domains or is_official_domain(domain):
        return SenderClass.AGENCY
    if address in rules.business_patterns or f"@{domain}" in rules.business_patterns:
        return SenderClass.BUSINESS
    return SenderClass.CITIZEN
