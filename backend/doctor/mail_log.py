"""Postfix's log against this machine's clock: the right file, the right zone, a clock that runs as ours.

The mail server is greeted, which leaves a line in its log, and that line's stamp is compared with the moment.
"""

import asyncio
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from backend.doctor.fault import Fault
from backend.doctor.place import PROBE_SECONDS, Place
from backend.gateway.log_stamp import STAMP, stamped_at
from backend.settings import LOOPBACK

TAIL_BYTES = 64 * 1024
LOOKS, LOOK_AGAIN_SECONDS = 60, 0.05  # three seconds for a line to be written
CLOCKS_AGREE = timedelta(seconds=30)
ZONE_STEP = timedelta(minutes=15)  # every zone of the world is a multiple of it away from UTC
_HEAD = re.compile(STAMP)


async def log_faults(place: Place, log: Path) -> list[Fault]:
    """
    Raises:
        OSError: the log may not be read, or the mail server does not answer.
    """
    settings = place.settings
    before = _size(log)
    if before is None:
        return [Fault("missing", {"log": str(log)})]
    if settings.smtp_host not in LOOPBACK:  # another machine's log, brought here: nothing says when
        return list(stamp_faults(log, _tail(log), place.clock.now(), settings.postfix_log_zone))
    await _greet(settings.smtp_host, settings.smtp_port)
    if not await _grew(log, before):
        return [Fault("still", {"log": str(log)})]
    return list(stamp_faults(log, _tail(log), place.clock.now(), settings.postfix_log_zone))


def stamp_faults(log: Path, lines: list[str], now: datetime, zone: str) -> Iterator[Fault]:
    """Of the last line that has a stamp, written a moment ago."""
    stamps = [found for line in lines if (found := _HEAD.match(line))]
    said = {"log": str(log), "zone": zone}
    at = stamped_at(stamps[-1]["plain"], stamps[-1]["iso"], now, ZoneInfo(zone)) if stamps else None
    if at is None:
        yield Fault("no_stamp", said)
        return
    away = at - now
    steps = round(away / ZONE_STEP)
    said |= {"away": f"{away.total_seconds():+.0f}"}
    if steps and abs(away - steps * ZONE_STEP) <= CLOCKS_AGREE:
        yield Fault("zone", said)
    elif abs(away) > CLOCKS_AGREE:
        yield Fault("skew", said)


async def _greet(host: str, port: int) -> None:
    async with asyncio.timeout(PROBE_SECONDS):
        reader, writer = await asyncio.open_connection(host, port)
        await reader.readline()
        writer.write(b"QUIT\r\n")
        await writer.drain()
        await reader.read()
    writer.close()


async def _grew(log: Path, before: int) -> bool:
    for _ in range(LOOKS):
        if _size(log) != before:
            return True
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
    return False


def _size(log: Path) -> int | None:
    try:
        return log.stat().st_size
    except FileNotFoundError:
        return None


def _tail(log: Path) -> list[str]:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - TAIL_BYTES))
        return file.read(TAIL_BYTES).decode("utf-8", "replace").splitlines()
