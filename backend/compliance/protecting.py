"""Takes in what gates in browsers say of themselves, and tells which agencies are protected."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from backend.compliance import protection_queries
from backend.compliance.protection import AgencyProtection, ProtectionReport, check_form, summed_up
from backend.db import ReadSession, WriteSession
from backend.errors import UsageError
from backend.workingtime.hours import in_vietnam

FORGOTTEN_AFTER = timedelta(days=60)
MOST_DEVICES = 5_000  # of one agency: nobody fills the table with ids of their own making


async def report(session: WriteSession, agency_code: str, said: ProtectionReport, now: datetime) -> None:
    """Keep it for the agency the log-in belongs to; the log-in itself is not kept.

    Raises:
        UsageError: a field has a form it may not have, or the agency has more devices than any has.
    """
    check_form(said)
    key = {"agency_code": agency_code, "device_hash": device_hash(agency_code, said.device)}
    if await protection_queries.is_full(session, key, MOST_DEVICES):
        raise UsageError("the agency has too many devices", code="too_many")
    await protection_queries.store(
        session,
        key,
        {
            "gate": said.gate,
            "version": said.version,
            "browser": said.browser,
            "managed": said.managed,
            "bundle": said.bundle,
            "bundle_issued_on": said.bundle_issued_on,
            "hosts": {str(host): sorted(missing) for host, missing in said.hosts.items()},
            "seen_on": in_vietnam(now).date(),
        },
    )


async def protection(session: ReadSession, names: Mapping[str, str], now: datetime) -> list[AgencyProtection]:
    """Of these agencies (name by code), by code; one without any device stands there too."""
    devices = await protection_queries.devices(session, names.keys())
    today = in_vietnam(now).date()
    return [summed_up(code, names[code], devices.get(code, []), today) for code in sorted(names)]


async def forget_silent(session: WriteSession, now: datetime) -> int:
    """Devices that have not been heard of for long; how many."""
    return await protection_queries.forget_silent(session, in_vietnam(now).date() - FORGOTTEN_AFTER)


def device_hash(agency_code: str, device: str) -> str:
    """Of the agency and the device: the same browser under two agencies' log-ins are two, and nothing joins them."""
    return hashlib.sha256(f"{agency_code}\n{device}".encode()).hexdigest()
