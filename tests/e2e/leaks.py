"""Looks for canaries in every file that a run's demos and services keep: logs, journals, databases, queues, sessions.

A finding names the file and what kind of thing it holds, never the thing itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.e2e.canaries import RUN, Canaries, Canary, Kind
from tests.e2e.file_content import content, spellings

KEPT_BY_SERVICES = ("*.log", "*.jsonl", "*.db", "*.db-wal", "*.db-journal", "*/state/*", "*/search/*")
# Where things belong, from the folder that was looked through; `*` stands for any number of folders too.
BELONGS: dict[Kind, tuple[str, ...]] = {
    Kind.MARKED: (
        "samples/*",  # what the demo offers to be tried
        "province/*",  # files handed to `congvu`
        "mail/*/dovecot.index.cache",  # until Dovecot purges it (docs/threat-model.md)
    ),
    # SOGo names the files of a letter in a log and a spool of its own
    Kind.MAIL: ("mail/*", "postfix/*", "*webmail/temp/*", "sessions/*", "log/web/sogod.log", "sogo/*"),
    Kind.PASSWORD: ("demo.json", "dovecot/users", "*password", "sogo/*"),  # SOGo knows its users by a table of its own
    Kind.TOKEN: (),
    Kind.COOKIE: ("*sessions/sess_*",),  # PHP names the file of a session by its cookie
    Kind.KEY: ("*.jwk", "*.key", "keys/webmail.inc.php", "webmail/config/*.inc.php"),
    Kind.SHARED: ("*gate.token", "*webmail/secret", "*webmail/config/*.inc.php", "*.secret"),
}


Wanted = list[tuple[Canary, tuple[bytes, ...]]]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """`file` is what a message may say: relative, and without the name itself if that is what was found."""

    file: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.file}: {self.kind}"


@dataclass
class Leaks:
    canaries: Canaries
    found: set[Finding] = field(default_factory=set)

    def look_through(self, folder: Path, only: Iterable[str] = ("*",)) -> None:
        """Every file below the folder, if there is one, whose relative path fits one of `only`."""
        self.canaries.add_keys_of(folder)
        wanted = [(canary, spellings(canary.text)) for canary in self.canaries]
        for file in sorted(folder.rglob("*")):
            path = file.relative_to(folder).as_posix()
            if not file.is_symlink() and file.is_file() and any(fnmatch(f"/{path}", f"*/{one}") for one in only):
                self.found |= set(_found(file, path, wanted))

    def verdict(self) -> None:
        """Fail, naming files alone."""
        if self.found:
            told = "\n".join(str(one) for one in sorted(self.found))
            pytest.fail(f"what nobody may keep was kept:\n{told}", pytrace=False)


def _found(file: Path, path: str, wanted: Wanted) -> Iterator[Finding]:
    held = content(file)
    for canary, written in wanted:
        if any(fnmatch(path, one) for one in BELONGS[canary.kind]):
            continue
        if canary.text.lower() in path.lower():
            yield Finding("a file's name", canary.kind)
        elif any(one in held for one in written):
            yield Finding(path, canary.kind)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Leaks]:
    """The last word on a run: demos are looked through before they are emptied, services in tests' own folders here."""
    leaks = Leaks(RUN)
    yield leaks
    leaks.look_through(tmp_path_factory.getbasetemp(), KEPT_BY_SERVICES)
    leaks.verdict()
