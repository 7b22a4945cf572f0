"""The province's own numbers for Prometheus: sums without agencies, read at most every `KEPT_FOR`.

Whoever runs the machines learns how much waits and for how long, not whose letters wait (access/roles.py: operations,
no mail figures).
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from prometheus_client.core import GaugeMetricFamily, Metric

from backend.clock import VIETNAM, Clock
from backend.compliance import duty_watching, mailbox_check_queries, silence_queries
from backend.compliance.duty_watching import DutyNumbers
from backend.correspondence import operation_queries
from backend.correspondence.canary import Canaries, Probe, State
from backend.correspondence.operation_queries import OpenClocks, OutboxDepth, standing_canaries
from backend.correspondence.terms import NoticeKind
from backend.db import Database
from backend.errors import Unavailable

KEPT_FOR = timedelta(seconds=15)
WITHIN_SECONDS = 5.0  # a database that hangs is one that is away


@dataclass(frozen=True, slots=True)
class _Read:
    outbox: OutboxDepth
    clocks: OpenClocks
    windows: tuple[int, int, int]
    calls: int
    silent: int
    duty: DutyNumbers
    canaries: Mapping[int, Canaries]


class ProvinceNumbers:
    """`families` never fails: without a database there are no numbers, and one that says so."""

    def __init__(self, database: Database, clock: Clock, *, canaries: bool) -> None:
        """`canaries`: they are sent here."""
        self._canaries = canaries
        self._database = database
        self._clock = clock
        self._lock = asyncio.Lock()
        self._kept: tuple[datetime, list[Metric]] | None = None

    async def families(self) -> Sequence[Metric]:
        async with self._lock:
            now = self._clock.now()
            if self._kept is None or not timedelta() <= now - self._kept[0] < KEPT_FOR:
                self._kept = now, await self._read(now)
            return self._kept[1]

    async def _read(self, now: datetime) -> list[Metric]:
        up = GaugeMetricFamily("congvu_database_up", "Whether the database answers the web role.")
        try:
            async with asyncio.timeout(WITHIN_SECONDS), self._database.read() as session:
                read = _Read(
                    await operation_queries.outbox_depth(session, now),
                    await operation_queries.open_clocks(session, now),
                    await mailbox_check_queries.day_sums(session, now.astimezone(VIETNAM).date()),
                    await operation_queries.calls_waiting(session),
                    await silence_queries.count_standing(session),
                    await duty_watching.numbers(session, now),
                    await standing_canaries(session, now) if self._canaries else {},
                )
        except (Unavailable, TimeoutError):
            up.add_metric([], 0)
            return [up]
        up.add_metric([], 1)
        return [up, *_of_outbox(read, now), *_of_clocks(read), *_of_duty(read.duty, now), *_of_canaries(read.canaries)]


def _of_outbox(read: _Read, now: datetime) -> list[Metric]:
    depth = GaugeMetricFamily("congvu_outbox_depth", "Mails of ours not yet sent.", labels=["kind"])
    for kind in NoticeKind:
        depth.add_metric([kind], read.outbox.depth.get(kind, 0))
    since = read.outbox.due_since
    waits_seconds = max((now - since).total_seconds(), 0.0) if since else 0.0
    return [
        depth,
        GaugeMetricFamily(
            "congvu_outbox_oldest_seconds", "Age of the oldest mail that may go now or was tried.", waits_seconds
        ),
        GaugeMetricFamily("congvu_alert_calls_waiting", "Calls to the person on duty not taken yet.", read.calls),
    ]


def _of_clocks(read: _Read) -> list[Metric]:
    windows = GaugeMetricFamily(
        "congvu_check_windows_today", "Windows of today in which a box was to be looked into, so far.", labels=["state"]
    )
    for state, count in zip(("kept", "missed", "unseen"), read.windows, strict=True):
        windows.add_metric([state], count)
    return [
        GaugeMetricFamily("congvu_reply_clocks_open", "Letters that wait for a first answer.", read.clocks.open),
        GaugeMetricFamily("congvu_reply_clocks_overdue", "Those of them past their term.", read.clocks.overdue),
        windows,
        GaugeMetricFamily(
            "congvu_silent_mailboxes",
            "Published mailboxes silent far longer than their past makes likely.",
            read.silent,
        ),
    ]


def _of_duty(duty: DutyNumbers, now: datetime) -> list[Metric]:
    rosters = GaugeMetricFamily(
        "congvu_duty_rosters",
        "Agencies with a duty roster and nobody on it: now, or at some time of the coming day.",
        labels=["state"],
    )
    rosters.add_metric(["nobody_now"], duty.nobody_now)
    rosters.add_metric(["nobody_soon"], duty.nobody_soon)
    since = duty.sheet_waits_since
    waits_seconds = max((now - since).total_seconds(), 0.0) if since else 0.0
    return [
        rosters,
        GaugeMetricFamily(
            "congvu_duty_turns_not_handed_over", "Turns that ended within a day without a sheet.", duty.not_handed_over
        ),
        GaugeMetricFamily(
            "congvu_duty_handover_waits_seconds", "Age of the oldest sheet nobody took over.", waits_seconds
        ),
    ]


def _of_canaries(canaries: Mapping[int, Canaries]) -> list[Metric]:
    labels = ["mail_server", "probe"]
    state = GaugeMetricFamily(
        "congvu_canary_state",
        "1 for how it stands: clean must arrive, marked be refused.",
        labels=[*labels, "state"],
    )
    well = GaugeMetricFamily(
        "congvu_canary_last_success_timestamp_seconds", "When one last did what it must.", labels=labels
    )
    way = GaugeMetricFamily("congvu_canary_way_seconds", "How long the last took until all was seen.", labels=labels)
    for server, probe in product(canaries, Probe):
        standing, names = canaries[server].of(probe), [str(server), probe]
        for one in State:
            state.add_metric([*names, one], one is standing.state)
        if standing.well_at:
            well.add_metric(names, standing.well_at)
            way.add_metric(names, standing.way_seconds)
    return [state, well, way]
