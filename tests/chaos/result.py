"""The run's result: one JSON document, a table, the section of docs/operations.md. Pure but for the file."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.chaos.province import Recovery

HEADING = "## Chaos run"
_SECTION = re.compile(rf"^{HEADING}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Result:
    """`letters` by kind, `fates` by what became of them. `starts`: how often programs were started again."""

    seed: int
    machine: str
    versions: Mapping[str, str]
    letters: Mapping[str, int]
    fates: Mapping[str, int]
    postponed: int
    facts: int
    acknowledgements: int
    committed_rows: int
    minutes: float
    settled_after_seconds: float
    restarts: int
    recoveries: Sequence[Recovery]
    breaches: Sequence[str]

    def document(self) -> dict[str, object]:
        return {"result": "whole" if not self.breaches else "broken", **asdict(self)}


def table(result: Result) -> str:
    """Markdown, readable as it is."""
    lines = [
        "| fault | struck | back after | longest without a write | without the web |",
        "|---|---|---:|---:|---:|",
    ]
    for one in result.recoveries:
        seconds = (one.back_seconds, one.no_write_seconds, one.no_web_seconds)
        lines.append(f"| {one.fault} | {one.struck} | {' | '.join(f'{count:.1f} s' for count in seconds)} |")
    return "\n".join(lines)


def section(result: Result) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
    kinds = ", ".join(f"{count:,} {kind.replace('_', ' ')}" for kind, count in result.letters.items())
    fates = result.fates
    lost = f"{len(result.breaches):,} breaches" if result.breaches else "nothing"
    return f"""{HEADING}
`make chaos` builds a province's installation in network namespaces of one machine (three nodes of etcd, Patroni and
PostgreSQL, synchronous; HAProxy; two web roles; two mail servers with milter and worker; Dovecot), sends letters at a
steady rate, breaks one thing after another and counts everything when it is quiet again. `SEED={result.seed}` repeats
these faults. This section is written by `make chaos WRITE=1`.

- **Machine**: {result.machine}; {versions}.
- **Letters**: {sum(result.letters.values()):,} ({kinds}); {fates["accepted"]:,} accepted, {fates["refused"]:,} refused,
  {fates["in_doubt"]:,} in doubt; senders were told {result.postponed:,} times to come again.
- **Lost or doubled**: {lost}. {result.facts:,} facts, the chain of each letter once; {result.acknowledgements:,}
  acknowledgements, one for each letter that is due one; all of {result.committed_rows:,} rows whose commit was
  acknowledged are there; no marked letter in a mailbox or queue; each refusal told,
  those too that a full disk kept from being written down at once.
- **Time**: {result.minutes:.0f} minutes; quiet {result.settled_after_seconds:.0f} s after the last letter (what was cut
  off in its SMTP dialogue is settled after five minutes). Programs were started again {result.restarts:,} times.

{table(result)}

"Back after" counts from the strike; for what was kept away (etcd, a milter's or a follower's full disk, a spoilt wire)
and for roles killed at random from the end of it. A lost leader is replaced when its key has run out (`ttl` in
`deploy/patroni/patroni.yml`); one whose disk is full when PostgreSQL has stopped and could not be started again.
Meanwhile mail goes on: the milter needs no database. The nodes' disks are small file systems in memory: these figures
say nothing of how fast a disk is, and a machine's loss of what it had not yet written is not tried. Clocks are right.

"""


def write_section(file: Path, text: str) -> None:
    """Put it where the section stands, or at the end."""
    before = file.read_text("utf-8")
    found = _SECTION.search(before)
    after = before[: found.start()] + text + before[found.end() :] if found else before.rstrip("\n") + "\n\n" + text
    file.write_text(after.rstrip("\n") + "\n", "utf-8")
