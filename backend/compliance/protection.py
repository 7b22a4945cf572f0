"""What a gate in a browser says of itself once a day, and what an agency's browsers come to. Pure.

Nobody's name, no address, no page: kinds of webmail and codes of what a self-check missed, from closed forms.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from backend.errors import UsageError

SEEN_LATELY = timedelta(days=14)  # a leave and a week-end: who was silent longer is not counted as protected
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,31}")
_DEVICE = re.compile(r"[A-Za-z0-9_-]{22,43}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")  # no dots or slashes: no address fits
MOST_CODES = 30


class Gate(StrEnum):
    PLUGIN = "plugin"  # of the webmail server
    EXTENSION = "extension"


class Browser(StrEnum):
    CHROME = "chrome"
    EDGE = "edge"
    COC_COC = "coc_coc"
    FIREFOX = "firefox"
    OTHER = "other"


class Host(StrEnum):
    """Kinds of webmail a gate knows."""

    ROUNDCUBE = "roundcube"
    SOGO = "sogo"
    ZIMBRA = "zimbra"
    OUTLOOK_WEB = "outlook_web"
    GMAIL = "gmail"
    GENERIC = "generic"  # a page that an administrator lists


@dataclass(frozen=True, slots=True)
class ProtectionReport:
    """`hosts`: for each kind of webmail looked at since the last report, what its self-check missed."""

    device: str
    gate: Gate
    version: str
    browser: Browser
    managed: bool
    bundle: str
    bundle_issued_on: date | None
    hosts: Mapping[Host, tuple[str, ...]]


class Guarding(Protocol):
    """What is kept of a browser, as far as it is summed up."""

    @property
    def gate(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def managed(self) -> bool: ...
    @property
    def bundle(self) -> str: ...
    @property
    def bundle_issued_on(self) -> date | None: ...
    @property
    def hosts(self) -> Mapping[str, Any]: ...
    @property
    def seen_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class FailedHost:
    """A webmail whose self-check failed in `devices` browsers, and everything they missed."""

    host: Host
    devices: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionCount:
    gate: Gate
    version: str
    devices: int


@dataclass(frozen=True, slots=True)
class AgencyProtection:
    """Of one agency. Devices that were silent longer than `SEEN_LATELY` count only in `last_seen_on`."""

    code: str
    name: str
    plugin: int
    extension: int
    managed: int
    versions: tuple[VersionCount, ...]
    last_seen_on: date | None
    bundle_issued_on: date | None  # the oldest that a device goes by
    without_rules: int  # devices that have no bundle, or cannot say which
    failed: tuple[FailedHost, ...]

    @property
    def protected(self) -> bool:
        return self.plugin + self.extension > 0


def check_form(report: ProtectionReport) -> None:
    """
    Raises:
        UsageError: something has a form that could say more than it should; named by its field.
    """
    codes = [code for missing in report.hosts.values() for code in missing]
    fits = {
        "device": _DEVICE.fullmatch(report.device),
        "version": _VERSION.fullmatch(report.version),
        "bundle": not report.bundle or _VERSION.fullmatch(report.bundle),
        "hosts": len(codes) <= MOST_CODES and all(_CODE.fullmatch(code) for code in codes),
    }
    for field, good in fits.items():
        if not good:
            raise UsageError(f"{field}: not of the form it has to have")


def summed_up(code: str, name: str, devices: Collection[Guarding], today: date) -> AgencyProtection:
    """What the devices of one agency come to."""
    lively = [one for one in devices if one.seen_on > today - SEEN_LATELY]
    gates = Counter(one.gate for one in lively)
    versions = Counter((Gate(one.gate), one.version) for one in lively)
    issued = [one.bundle_issued_on for one in lively if one.bundle and one.bundle_issued_on is not None]
    return AgencyProtection(
        code=code,
        name=name,
        plugin=gates[Gate.PLUGIN],
        extension=gates[Gate.EXTENSION],
        managed=sum(one.managed for one in lively),
        versions=tuple(VersionCount(gate, version, count) for (gate, version), count in sorted(versions.items())),
        last_seen_on=max((one.seen_on for one in devices), default=None),
        bundle_issued_on=min(issued, default=None),
        without_rules=len(lively) - len(issued),
        failed=tuple(_failed(lively)),
    )


def _failed(devices: Iterable[Guarding]) -> Iterable[FailedHost]:
    told = [(Host(kind), missing) for one in devices for kind, missing in one.hosts.items() if missing]
    for host in sorted({host for host, _ in told}):
        lists = [missing for one, missing in told if one is host]
        yield FailedHost(host, len(lists), tuple(sorted({code for missing in lists for code in missing})))
