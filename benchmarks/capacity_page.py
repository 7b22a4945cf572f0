"""Writes docs/scale.md from measured costs and the simulation: `python -m benchmarks.capacity`."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from benchmarks.capacity import (
    PLACES,
    YEAR_DAYS,
    Assumptions,
    Machines,
    Need,
    Place,
    behind,
    machines,
    mean_letter,
    need,
)
from benchmarks.capacity_costs import KINDS, Cost, measured
from benchmarks.document import ROOT

PAGE = ROOT / "docs" / "scale.md"
UNKNOWN = "not measured"
PROVINCE = PLACES[1]
DOUBT = 2.0  # times: how far a cost of a quiet small machine may be from that of yours
CIRCULAR = (3.0, 10.0)  # times the peak, minutes: a circular to everybody
LEVEL = 16  # processors of the database's one machine that works
DISK_BYTES = 4e12  # of a database node, as bought today
WHAT = {
    **{kind: f"a letter through the mail server and the gate, {kind}" for kind in KINDS},
    "worker": "a letter's facts stored, its clocks and figures kept, its acknowledgement sent (worker)",
    "fact": "a fact stored in PostgreSQL, the worker's part and the server's",
    "request": "a request of the plugin (20 addresses looked up)",
    "dashboard": "a dashboard of an agency",
    "bytes": "disk of a letter: its facts, the letter, its share of the figures and indexes",
}


def write(page: Path = PAGE) -> None:
    """
    Raises:
        SystemExit: nothing can be reckoned: what a letter costs at the gate was not measured.
    """
    try:
        page.write_text(told(measured()), "utf-8")
    except ValueError as missing:
        raise SystemExit(f"{missing}: make bench NAME=milter-throughput first") from None


def told(costs: Mapping[str, Cost], given: Assumptions | None = None) -> str:
    """
    Raises:
        ValueError: as `need`.
    """
    given = given or Assumptions()
    needs = {place: need(place, costs, given) for place in PLACES}
    bought = {place: machines(place, found, given) for place, found in needs.items()}
    parts = (
        _head(costs, needs[PROVINCE], bought[PROVINCE]),
        _costs(costs),
        _assumed(given),
        _needed(needs, bought),
        _peaks(costs, given, needs[PROVINCE], bought[PROVINCE]),
        _breaks(given, needs, bought),
        _sensitive(costs, given),
        DOUBTS,
    )
    return "\n".join(parts)


def _head(costs: Mapping[str, Cost], found: Need, bought: Machines) -> str:
    return f"""# How far it goes

Written by `python -m benchmarks.capacity` from docs/benchmarks.json; a test refuses this page when those figures have
changed and it has not. The simulation is `benchmarks/capacity.py`, the figures it reads `benchmarks/capacity_costs.py`.
**No run of this size has been made.** The page says how many machines to begin with and what to watch.

{_missing(costs)}**Tóm tắt.** Một tỉnh có {_vi(PROVINCE.officials)} cán bộ và {_vi(PROVINCE.letters_a_day)} thư mỗi
ngày cần khoảng {bought.all} máy chủ {Assumptions().cores} nhân, gồm cả máy dự phòng: hỏng một máy bất kỳ, hệ thống vẫn
chạy. Giờ cao điểm sáng thứ Hai có {found.letters:,.0f} thư mỗi giây. Dữ liệu trên mỗi máy cơ sở dữ liệu tăng mỗi năm
{_vi_bytes(found.grown)} và dừng ở {_vi_bytes(found.full)} khi hết thời hạn lưu. Một xã chỉ cần chính máy chủ thư của
mình. Các con số tính từ chi phí đo được trên máy nhỏ, có thể chỉ bằng một nửa hoặc gấp đôi: xem "What is in doubt"."""


def _missing(costs: Mapping[str, Cost]) -> str:
    names = [cost.figure for cost in costs.values() if cost.value is None]
    if not names:
        return ""
    return f"**Not measured yet**, and left out of every sum below: {'; '.join(names)}.\n\n"


def _vi(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def _vi_bytes(value: float | None) -> str:
    return "(chưa đo)" if value is None else _bytes(value).replace(".", ",")


def _costs(costs: Mapping[str, Cost]) -> str:
    rows = "\n".join(
        f"| {WHAT[name]} | {_cost(name, cost)} | {cost.figure} | {cost.day or UNKNOWN} |"
        for name, cost in costs.items()
    )
    machine = "; ".join(dict.fromkeys(cost.machine.split(";")[0] for cost in costs.values() if cost.machine))
    return f"""
## What one thing costs

| | processor time | from docs/benchmarks.json | on |
|---|---|---|---|
{rows}

Measured on: {machine}. A letter's cost is that of the whole mail server: Postfix, the gate with its
extractors and Dovecot's delivery, and also of whoever sent the letters, on the same processors: it is rather too high.
The worker's and the web's costs are of SQLite, which runs in their own processes. On PostgreSQL much of that moves
to the database's machine: there, "database" is storing facts alone, and not more than all three together."""


def _assumed(given: Assumptions) -> str:
    mix = ", ".join(f"{share:.0%} {kind}" for kind, share in given.mix.items())
    return f"""
## What is assumed

- Letters: {mix}; {_mean_bytes(given) / 1000:,.0f} kB in the mean, as sent.
- When they come: the busiest hour of an ordinary day has {given.ordinary / 24:.0%} of its letters, {given.ordinary:g}
  times the day's mean. Machines are chosen for Monday from 8:00: {given.peak:g} times the mean, for an hour.
- {given.facts:g} facts a letter. A letter and its facts are kept {given.days:,} days, as
  `rules/deadlines/retention.toml` says.
- An official's plugin asks {given.requests:g} times a day; one in {1 / given.dashboards:.0f} looks at a dashboard. They
  do it when letters come.
- Machines have {given.cores} processors, filled to {given.filled:.0%} at the peak. 99 in 100 letters wait at most
  {given.waits_at_most:g} s before the gate begins with them.
- Each role has one machine more than the peak needs, so that one may fail. The database has three nodes (Patroni,
  synchronous; etcd on the same): one works, one has every committed fact, one is spare. Two small machines pass
  requests on (HAProxy). A commune has none of this: its mail server does everything, and waits for its mend."""


def _needed(needs: Mapping[Place, Need], bought: Mapping[Place, Machines]) -> str:
    lines: list[tuple[str, list[str]]] = [
        ("officials", [f"{place.officials:,}" for place in needs]),
        ("letters a day", [f"{place.letters_a_day:,}" for place in needs]),
        ("installations", [f"{place.installations}" for place in needs]),
        ("**of each installation:** letters/s at the peak", [_rate(one.letters) for one in needs.values()]),
        ("facts/s", [_rate(one.facts) for one in needs.values()]),
        ("processors: mail servers with the gate", [f"{one.gate:,}" for one in needs.values()]),
        ("letters wait for the gate (99 in 100)", [f"{one.waited:.1f} s" for one in needs.values()]),
        ("processors: workers", [_number(one.worker) for one in needs.values()]),
        ("processors: database", [_number(one.database) for one in needs.values()]),
        ("processors: web", [_number(one.web) for one in needs.values()]),
        ("disk of a database node grows in a year by", [_bytes(one.grown) for one in needs.values()]),
        ("and stays, when as much is dropped as comes, at", [_bytes(one.full) for one in needs.values()]),
        ("letters over the network at the peak", [f"{one.network * 8 / 1e6:,.1f} Mbit/s" for one in needs.values()]),
        ("**of all together:** mail servers", [f"{one.mail:,}" for one in bought.values()]),
        ("web", [f"{one.web:,}" for one in bought.values()]),
        ("database nodes", [f"{one.database:,}" for one in bought.values()]),
        ("HAProxy", [f"{one.passing:,}" for one in bought.values()]),
        ("**machines**", [f"**{one.all:,}**" for one in bought.values()]),
    ]
    head = " | ".join(place.name for place in needs)
    rows = "\n".join(f"| {name} | {' | '.join(cells)} |" for name, cells in lines)
    return f"""
## What is needed

| | {head} |
|---|{"---|" * len(needs)}
{rows}

Disk is that of the database alone. Mailboxes are the mail server's as before; the milter's journal and the logs that
the worker reads are gone once they are shipped and rotated. Backups take as much again for each copy that is kept.
Between gate and database goes about a kilobyte a fact: {_kilobits(needs[PROVINCE])} in a province.

Most of the machines are there so that another may fail. Where a role needs little, roles may share machines: for a
province three would carry mail server, worker, web and a database node each. That has not been tried."""


def _kilobits(found: Need) -> str:
    return f"{found.facts * 8 / 1000:.1f} Mbit/s"


def _peaks(costs: Mapping[str, Cost], given: Assumptions, found: Need, bought: Machines) -> str:
    times, minutes = CIRCULAR
    a_letter = mean_letter(costs, given)
    rows = []
    for name, processors in (
        (f"just what the peak needs ({found.gate} processors)", found.gate),
        ("all of the mail servers above, one of them down", (bought.mail - 1) * given.cores),
    ):
        late, until = behind(times, minutes, processors / a_letter, found.letters)
        rows.append(f"| {name} | {processors / a_letter:,.0f} | {_minutes(late)} | {_after(until)} |")
    told_rows = "\n".join(rows)
    ordinary = found.letters / given.peak * given.ordinary
    return f"""
## When more come

A province's ordinary busiest hour has {ordinary:,.0f} letters/s, Monday at 8:00 {found.letters:,.0f}. A circular that
makes {times:g} times as many as on Monday for {minutes:g} minutes:

| the gate has | letters/s it can take | the last of them waits | everything is as before |
|---|---|---|---|
{told_rows}

Nothing is refused or lost in that time: Postfix keeps what it has taken, and whoever is told to come again does. Clocks
of reply run from when a letter came, not from when it was stored. Acknowledgements wait longest: they are sent when
facts have been stored."""


def _breaks(given: Assumptions, needs: Mapping[Place, Need], bought: Mapping[Place, Machines]) -> str:
    commune, found, own, whole = needs[PLACES[0]], needs[PROVINCE], bought[PROVINCE], needs[PLACES[2]]
    room = {
        "the gate, one mail server down": (own.mail - 1) * given.cores / found.gate,
        "the workers, one process a mail server": None if found.worker is None else (own.mail - 1) / found.worker,
        "the database's one working machine, if all of the workers' and the web's work were its": _level(found),
        "web, one machine down": None if found.web is None else (own.web - 1) * given.cores / found.web,
        f"a database disk of {DISK_BYTES / 1e12:g} TB": None if found.full is None else DISK_BYTES / found.full,
    }
    known = sorted((times, name) for name, times in room.items() if times is not None)
    unknown = [f"| {name} | {UNKNOWN} |" for name, times in room.items() if times is None]
    rows = "\n".join([f"| {name} | {times:,.1f} |" for times, name in known] + unknown)
    return f"""
## What breaks first

- **A commune**: nothing; {commune.gate} processor does for {_rate(commune.letters)} letters/s, and is hardly ever busy.
- **A province**, with the machines above; so many times the letters until it is full:

| | times |
|---|---|
{rows}

  The first line is what to buy or to change first. Disk: a shorter time is a row in `rules/deadlines/retention.toml`;
  facts of a month are a partition of their own and are dropped as a whole. Gate and workers: another mail server beside
  the others brings both. Web: another machine behind HAProxy. The database's machine: a larger one, then as below.
- **The nation in one installation**: one database. {_rate(whole.facts)} facts/s come in by {_workers(whole)}; what they
  store is no single server's, whatever its processors do (disk: {_bytes(whole.full)}). The directory is the other
  thing: every web process searches all of it in its own memory, 2 million officials too.

## What distribution would change

`agency` is the first column of every key of facts, letters and figures, and no figure of an agency needs a row of
another. So the same work can be cut by agency, in two ways:

1. **One installation for each province** (the last column above): nothing in the program changes. Each has its own
   database, its own directory of some ten thousand officials and its own keys; letters between provinces are mail, as
   today. The steering committee's sums are added up from the provinces' published figures, which merge without the
   letters behind them.
2. **One database spread over several servers** (Citus): `agency_code` is the distribution column. Not built and not
   measured; nothing has been found that forbids it.

The second is needed only where a single province outgrows the table above. Bundles of rules are static files, for any
CDN."""


def _level(found: Need) -> float | None:
    if found.database is None or found.worker is None or found.web is None:
        return None
    return LEVEL / (found.database + found.worker + found.web)


def _sensitive(costs: Mapping[str, Cost], given: Assumptions) -> str:
    kinds = list(given.mix)
    heavy = dict(zip(kinds, (0.50, 0.34, 0.16), strict=True))
    cases = {
        "as above": given,
        "every cost half": replace(given, dearer=1 / DOUBT),
        "every cost twice": replace(given, dearer=DOUBT),
        "Monday twice as high": replace(given, peak=2 * given.peak),
        "twice as many letters of 2 MB": replace(given, mix=heavy),
        "plugins ask three times as often": replace(given, requests=3 * given.requests),
        "machines filled to 40 % only": replace(given, filled=0.4),
        "letters kept two years": replace(given, days=2 * YEAR_DAYS),
    }
    rows = []
    for name, case in cases.items():
        found = need(PROVINCE, costs, case)
        bought = machines(PROVINCE, found, case)
        cells = [f"{found.gate}", _number(found.worker), _number(found.database), _number(found.web)]
        rows.append(f"| {name} | {' | '.join(cells)} | {_bytes(found.full)} | {bought.all} |")
    told_rows = "\n".join(rows)
    return f"""
## What it hangs on

A province, with one thing assumed otherwise:

| | gate | workers | database | web | disk | machines |
|---|---|---|---|---|---|---|
{told_rows}"""


DOUBTS = f"""
## What is in doubt

- Costs come of a small shared machine, where others' work makes each thing dearer; of newer processors each does more.
  Take every number of processors for half to {DOUBT:g} times itself: the second and third line above.
- The mix of letters decides most: a letter of 2 MB costs as much as dozens of short ones. Count your own before you
  buy: sizes stand in Postfix's log (`size=`), a week of it is enough.
- How many letters come at the peak is assumed, not measured, in any province. The same log says it.
- Costs of a letter do not grow with how many there are already: docs/benchmarks.md shows each beside ten times the work
  (`ingest`, `recompute`, `reply-time-query`, `directory-search`). Disk and memory of more than ten million letters have
  not been measured; nor has a network between machines: every measurement was made on one.
- Waits assume letters that come independently of each other. Circulars do not: see "When more come".
"""


def _cost(name: str, cost: Cost) -> str:
    if cost.value is None:
        return UNKNOWN
    if name == "bytes":
        return f"{cost.value / 1000:.1f} kB"
    if cost.value < 1e-4:
        return f"{1e6 * cost.value:.0f} µs"
    return f"{1000 * cost.value:.3g} ms"


def _mean_bytes(given: Assumptions) -> float:
    return sum(share * given.letter_bytes[kind] for kind, share in given.mix.items())


def _workers(found: Need) -> str:
    return "one worker a mail server" if found.worker is None else f"some {found.worker:,.0f} workers"


def _rate(value: float) -> str:
    return f"{value:,.2f}" if value < 1 else f"{value:,.0f}"


def _number(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    return f"{value:,.2f}" if value < 1 else f"{value:,.1f}" if value < 10 else f"{value:,.0f}"


def _bytes(value: float | None) -> str:
    if value is None:
        return UNKNOWN
    for unit, size in (("TB", 1e12), ("GB", 1e9)):
        if value >= size:
            return f"{value / size:,.1f} {unit}"
    return f"{value / 1e6:,.0f} MB"


def _minutes(seconds: float) -> str:
    return "not at all" if seconds == 0 else f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} minutes"


def _after(minutes: float) -> str:
    return (
        "at once" if minutes == 0 else "when fewer come" if minutes == float("inf") else f"{minutes:.0f} minutes later"
    )
