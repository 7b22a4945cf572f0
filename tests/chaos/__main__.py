"""`python -m tests.chaos`: builds the province, sends letters, breaks things, and tells whether anything was lost."""

import argparse
import json
import os
import platform
import random
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from tests.chaos import observing
from tests.chaos.building import building
from tests.chaos.ledger import Ledger
from tests.chaos.letters import planned
from tests.chaos.patience import Impatient
from tests.chaos.plan import plan
from tests.chaos.province import NO_ANSWER, Province, Recovery
from tests.chaos.result import Result, section, table, write_section
from tests.chaos.sending import Sending
from tests.chaos.verdict import Seen, breaches

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
LONGEST_SECONDS = 20 * 60
LAST_STRIKE_SECONDS = 16 * 60
QUIET_SECONDS = 10.0  # without a breach, and then looked at once more
LOOK_SECONDS = 5.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10_000))
    parser.add_argument("--letters", type=int, default=2400, help="at least; they flow as long as faults strike")
    parser.add_argument("--rate", type=float, default=5.0, help="letters a second")
    parser.add_argument("--only", default="", help="strike only faults whose function's name holds this")
    parser.add_argument("--write", action="store_true", help="put the result into docs/operations.md")
    parser.add_argument("--keep", action="store_true", help="leave the run's folder")
    arguments = parser.parse_args()
    if os.geteuid():
        print("chaos: namespaces and mail servers need root", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    root = Path(tempfile.mkdtemp(prefix="cv-", dir="/tmp"))
    root.chmod(0o755)
    print(f"seed {arguments.seed}, in {root}", flush=True)
    try:
        result = run(root, arguments)
    finally:
        if not arguments.keep:
            shutil.rmtree(root, ignore_errors=True)
    print(json.dumps(result.document(), ensure_ascii=False, indent=2))
    print(table(result))
    if arguments.write and not result.breaches:
        write_section(OPERATIONS, section(result))
    return 1 if result.breaches else 0


def run(root: Path, arguments: argparse.Namespace) -> Result:
    began = time.monotonic()
    chance, canary = random.Random(arguments.seed), f"hoa-{secrets.token_hex(6)}"
    most = max(arguments.letters, int(arguments.rate * LONGEST_SECONDS))
    ledger = Ledger(planned(most, arguments.seed))
    with ExitStack() as stack:
        province = stack.enter_context(building(root, ledger, chance))
        print(f"built after {time.monotonic() - began:.0f} s", flush=True)
        sending = Sending(ledger, canary, arguments.rate)
        for watcher in (province.writer, province.visitor, sending):
            watcher.start()
            stack.callback(watcher.stop)
        recoveries = strike(province, sending, arguments.only, began)
        sending.end_after(arguments.letters)
        seen, settled_after = settle(province, sending, canary, began + LONGEST_SECONDS)
        found = [*province.away, *breaches(ledger.letters, ledger.fates(), ledger.tries(), seen)]
        restarts = sum(province.keeper.starts().values()) - len(province.keeper.starts())
    return Result(
        seed=arguments.seed,
        machine=machine(),
        versions=versions(),
        letters=dict(Counter(letter.kind.value for letter in ledger.letters)),
        fates=ledger.counts(),
        postponed=ledger.postponed(),
        facts=sum(seen.facts.values()),
        acknowledgements=sum(map(len, seen.acknowledgements.values())),
        committed_rows=province.writer.acknowledged,
        minutes=round((time.monotonic() - began) / 60, 1),
        settled_after_seconds=round(settled_after),
        restarts=restarts,
        recoveries=recoveries,
        breaches=found,
    )


def strike(province: Province, sending: Sending, only: str, began: float) -> list[Recovery]:
    recoveries: list[Recovery] = []
    for fault in [one for one in plan(province.chance) if only in one.__qualname__]:
        time.sleep(province.chance.uniform(1.0, 3.0))
        if sending.is_done() or time.monotonic() - began > LAST_STRIKE_SECONDS:
            province.away.append(f"{fault.__qualname__}: not struck, there was no time left for it")
            continue
        try:
            recovery = fault(province)
        except Impatient as left:
            province.away.append(str(left))
            print(f"{time.monotonic() - began:5.0f} s  {left}", flush=True)
            continue
        recoveries.append(recovery)
        said = f"{recovery.fault}: {recovery.struck}, back after {recovery.back_seconds} s"
        print(f"{time.monotonic() - began:5.0f} s  {said}  {province.ledger.counts()}", flush=True)
    return recoveries


def settle(province: Province, sending: Sending, canary: str, latest: float) -> tuple[Seen, float]:
    """What is seen when it is quiet, or at the latest moment; and how long after the last letter that was."""
    while not sending.is_done() and time.monotonic() < latest:
        time.sleep(1.0)
    sent, said, good_since = time.monotonic(), "", 0.0
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            lost = [f"row {number}" for number in province.writer.lost(observing.stored_numbers())]
            seen = observing.look(province.product.mail, canary, [*province.forgotten, *lost])
        except NO_ANSWER:
            continue
        ledger = province.ledger
        found = breaches(ledger.letters, ledger.fates(), ledger.tries(), seen)
        if found and said != f"{len(found)} {found[0]}":
            said = f"{len(found)} {found[0]}"
            print(f"       settling: {len(found)} open, {found[0]}", flush=True)
        good_since = 0.0 if found else good_since or time.monotonic()
        if time.monotonic() > latest or (good_since and time.monotonic() - good_since > QUIET_SECONDS):
            return seen, (good_since or time.monotonic()) - sent


def machine() -> str:
    memory = int(Path("/proc/meminfo").read_text("ascii").split()[1]) // 1024 // 1024
    return f"{os.cpu_count()} cores, {memory} GB, {platform.system()} on {platform.machine()}"


def versions() -> dict[str, str]:
    packages = ("patroni", "etcd-server", "haproxy", "postgresql-15", "postfix", "dovecot-core")
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *packages], capture_output=True, text=True, check=True
    )
    return dict(line.split(" ", 1) for line in asked.stdout.splitlines())


if __name__ == "__main__":
    sys.exit(main())
