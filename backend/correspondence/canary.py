"""How the canary letters stand: one each hour that must arrive, and one with a sample mark that must be refused. Pure.

They go to a box of nobody's (`canary_mailbox`, in no directory), so no agency has a fact, a clock or a figure of them;
what is known stands in one row of `source_position` for each mail server: one gate's health says nothing of another's.
"""

import json
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

SOURCE = "canary"  # the row's name where there is one mail server
_OF_SERVER = f"{SOURCE}:"  # and its number: where there are several
RECORD = "canary"  # the kind of journal records about them
EVERY = timedelta(hours=1)
WITHIN = timedelta(minutes=10)  # from sending to everything seen
MISSES_TO_ALARM = 2
LOCAL_PART = "canary"  # of their Message-IDs
_LOCAL_PART = re.compile(rf"{LOCAL_PART}\.(?:clean|marked)\.[0-9a-f]{{16}}")


class Probe(StrEnum):
    CLEAN = "clean"  # must arrive in the mailbox
    MARKED = "marked"  # must be refused by the gate


class Seen(StrEnum):
    """What proves a letter's way, one character each."""

    CHECKED = "c"  # by the gate's journal
    ACCEPTED = "a"  # by the mail server's reply
    BOXED = "b"  # by a log of the mail servers
    REFUSED = "r"  # by the mail server's reply to the message itself
    REFUSAL_NOTED = "n"  # by the gate's journal


class State(StrEnum):
    """From good to bad."""

    WELL = "well"
    WAITING = "waiting"  # none was judged yet
    LATE = "late"  # one is missing
    MISSING = "missing"  # two in a row or more
    PASSED = "passed"  # a marked one was accepted


@dataclass(frozen=True, slots=True)
class Standing:
    """Of one probe. Moments are whole seconds since 1970, 0: never."""

    token: str = ""
    sent_at: int = 0
    seen: str = ""
    judged: bool = True  # the letter of `token` arrived, or its time is over
    misses: int = 0
    passed: bool = False
    well_at: int = 0
    way_seconds: int = 0
    told: str = ""  # what whoever is on duty was told last: "" (well), missing or passed

    @property
    def state(self) -> State:
        if self.passed:
            return State.PASSED
        if self.misses >= MISSES_TO_ALARM:
            return State.MISSING
        if self.misses:
            return State.LATE
        return State.WELL if self.well_at else State.WAITING

    @property
    def to_tell(self) -> str:
        """What is to be told now, "" where nothing is new: an alarm once, and once that all is well again."""
        alarm = self.state.value if self.state in (State.MISSING, State.PASSED) else ""
        if alarm == self.told or (not alarm and self.state is not State.WELL):
            return ""
        return alarm or State.WELL.value


@dataclass(frozen=True, slots=True)
class Canaries:
    clean: Standing = field(default_factory=Standing)
    marked: Standing = field(default_factory=Standing)

    def of(self, probe: Probe) -> Standing:
        return self.clean if probe is Probe.CLEAN else self.marked

    def having(self, probe: Probe, standing: Standing) -> "Canaries":
        return replace(self, clean=standing) if probe is Probe.CLEAN else replace(self, marked=standing)

    @property
    def text(self) -> str:
        """For the row: lists, for the column is short."""
        rows = [list(asdict(standing).values()) for standing in (self.clean, self.marked)]
        return json.dumps(rows, separators=(",", ":"))


def source(mail_server: int) -> str:
    """The row's name, as other sources of this mail server have it."""
    return f"{_OF_SERVER}{mail_server}" if mail_server else SOURCE


def server_of(source: str) -> int | None:
    """Whose row it is; None: no row of canaries."""
    number = source.removeprefix(_OF_SERVER)
    if source == SOURCE:
        return 0
    return int(number) if number != source and number.isdecimal() else None


def worst(standing: Iterable[Canaries]) -> State:
    """Of every server's; waiting where there is none."""
    states = [canaries.of(probe).state for canaries in standing for probe in Probe]
    return max(states, key=list(State).index, default=State.WAITING)


def read_canaries(text: str) -> Canaries:
    """What `text` wrote; nothing known where there is nothing or something else."""
    try:
        clean, marked = json.loads(text) if text else ((), ())
        return Canaries(Standing(*clean), Standing(*marked))
    except (ValueError, TypeError):
        return Canaries()


def needed(probe: Probe, *, boxes_seen: bool) -> frozenset[Seen]:
    """`boxes_seen`: a log tells what arrives in mailboxes."""
    if probe is Probe.MARKED:
        return frozenset((Seen.REFUSED, Seen.REFUSAL_NOTED))
    arrived = {Seen.BOXED} if boxes_seen else set()
    return frozenset({Seen.CHECKED, Seen.ACCEPTED} | arrived)


def is_due(standing: Standing, now: datetime) -> bool:
    """A clock that was put back does not stop them."""
    return standing.judged and not 0 <= _seconds(now) - standing.sent_at < EVERY.total_seconds()


def sent(standing: Standing, now: datetime) -> Standing:
    return replace(standing, token=secrets.token_hex(8), sent_at=_seconds(now), seen="", judged=False)


def message_id(probe: Probe, standing: Standing, domain: str) -> str:
    return f"{LOCAL_PART}.{probe}.{standing.token}@{domain}"


def is_message_id(text: str | None, domain: str) -> bool:
    """Whether a Message-ID is of the form ours have; a stranger's may say anything, and is written down nowhere."""
    local_part, _, rest = (text or "").partition("@")
    return rest == domain and _LOCAL_PART.fullmatch(local_part) is not None


def saw(standing: Standing, what: Seen) -> Standing:
    """A marked letter that was accepted has passed the gate: that is told at once."""
    return standing if what in standing.seen else replace(standing, seen=standing.seen + what)


def judged(probe: Probe, standing: Standing, wanted: Collection[Seen], now: datetime) -> Standing:
    """By what was seen until now; unchanged while its time runs."""
    if standing.judged:
        return standing
    seconds = _seconds(now) - standing.sent_at
    if probe is Probe.MARKED and Seen.ACCEPTED in standing.seen:
        return replace(standing, judged=True, passed=True)
    if all(what in standing.seen for what in wanted):
        return replace(
            standing, judged=True, misses=0, passed=False, well_at=_seconds(now), way_seconds=max(seconds, 0)
        )
    if not 0 <= seconds < WITHIN.total_seconds():
        return replace(standing, judged=True, misses=standing.misses + 1)
    return standing


def moment(seconds: int) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None


def _seconds(now: datetime) -> int:
    return int(now.timestamp())
