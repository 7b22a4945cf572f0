"""Letters to another address of a mailbox are the mailbox's: addresses of records and deliveries, by the day of each.

The journal keeps what was written; which mailbox an alias led to that day, the directory says. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from backend.clock import VIETNAM
from backend.correspondence.facts import Delivery, addresses_in, forms_of
from backend.correspondence.terms import FactKind


@dataclass(frozen=True, slots=True)
class Alias:
    """Led to the mailbox in [valid_from, valid_to); None where nobody knows."""

    alias: str
    address: str
    valid_from: date | None = None
    valid_to: date | None = None

    def leads_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


class AliasBook:
    """Lower-case addresses. An alias may lead to several mailboxes at once, and to others on other days."""

    def __init__(self, aliases: Iterable[Alias] = ()) -> None:
        self._by_alias: dict[str, list[Alias]] = defaultdict(list)
        for one in sorted(aliases, key=lambda one: one.address):
            self._by_alias[one.alias].append(one)

    def __bool__(self) -> bool:
        return bool(self._by_alias)

    def mailboxes(self, address: str, day: date) -> tuple[str, ...]:
        """Where a letter to an address ended that day: there, unless it was an alias."""
        for form in forms_of(address):
            led = tuple(one.address for one in self._by_alias.get(form, ()) if one.leads_on(day))
            if led:
                return led
        return (address,)

    def mailbox(self, address: str, day: date) -> str:
        """The one mailbox; of an alias that leads to several, the alias."""
        led = self.mailboxes(address, day)
        return led[0] if len(led) == 1 else address

    def records(self, records: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        """Journal records as if everybody had written to, and signed with, the mailbox's own address."""
        return [self._record(record) for record in records] if self else records

    def deliveries(self, deliveries: Sequence[Delivery]) -> Sequence[Delivery]:
        return [self._delivery(delivery) for delivery in deliveries] if self else deliveries

    def _record(self, record: Mapping[str, Any]) -> Mapping[str, Any]:
        day = _day_of(record)
        if day is None or record.get("kind") not in (FactKind.CHECKED, FactKind.RECEIPT):
            return record  # one that cannot be read is told of where it is read
        many = {name: self._all(record[name], day) for name in ("recipients", "boxes") if record.get(name)}
        one = {
            name: self.mailbox(str(record[name]).lower(), day)
            for name in ("sender", "author", "login", "final")
            if record.get(name)
        }
        return {**record, **many, **one}

    def _all(self, addresses: Iterable[str], day: date) -> list[str]:
        return list(dict.fromkeys(box for address in addresses for box in self.mailboxes(address.lower(), day)))

    def _delivery(self, delivery: Delivery) -> Delivery:
        day = delivery.at.astimezone(VIETNAM).date()
        return replace(
            delivery,
            recipient=delivery.recipient and self.mailbox(delivery.recipient, day),
            original_recipient=delivery.original_recipient and self.mailbox(delivery.original_recipient, day),
        )


def named_in(records: Iterable[Mapping[str, Any]]) -> set[str]:
    """Every address that may be an alias in these records."""
    records = list(records)
    receipts = [record for record in records if record.get("kind") == FactKind.RECEIPT]
    found = addresses_in(records)
    found |= {str(record["sender"]).lower() for record in records if record.get("sender")}
    found |= {str(record["final"]).lower() for record in receipts if record.get("final")}
    return found | {str(box).lower() for record in receipts for box in record.get("boxes", ())}


def named_by(deliveries: Iterable[Delivery]) -> set[str]:
    return {name for one in deliveries for name in (one.recipient, one.original_recipient) if name}


def _day_of(record: Mapping[str, Any]) -> date | None:
    try:
        return datetime.fromisoformat(record["at"]).astimezone(VIETNAM).date()
    except (KeyError, TypeError, ValueError):
        return None
