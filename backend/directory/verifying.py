"""Whether the directory is what its signed history says: no change lost, none altered, none made by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backend.db import ReadSession
from backend.directory import history_queries
from backend.directory.history import Head, StoredChange, Trust, broken_links
from backend.directory.models import DirectorySignature
from backend.directory.recorded import RECORDED, canonical

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Verified:
    """`problems`: one sentence each, at most MOST_TOLD of each kind; without any, everything up to `head` is as it was
    signed. `notes`: rows that had been changed by hand, and which a later change put right as it found them."""

    head: Head
    signatures: int
    problems: Sequence[str]
    notes: Sequence[str]


async def verify(session: ReadSession, trust: Trust) -> Verified:
    """Read the whole history and every table; takes seconds for a province."""
    chain = _Chain(await history_queries.signatures(session), trust)
    async for change in history_queries.every_change(session):
        chain.follow(change)
    problems = [*chain.problems, *chain.unsigned()]
    if chain.head.seq or chain.problems:
        problems += await _made_by_hand(session, chain.last)
    return Verified(chain.head, chain.believed, problems, chain.notes)


class _Chain:
    """Follows the changes one by one. `last`: how every row stands after them, by table and key."""

    def __init__(self, signatures: dict[int, DirectorySignature], trust: Trust) -> None:
        self.head = Head()
        self.last: dict[tuple[str, str], str] = {}
        self.problems: list[str] = []
        self.notes: list[str] = []
        self.believed = 0
        self._signed = 0
        self._signatures, self._trust = signatures, trust

    def follow(self, change: StoredChange) -> None:
        for seq in broken_links([change], self.head):
            self._tell(self.problems, f"change {seq} is not what was signed, or one before it is missing")
        row = change.entity, change.key
        if change.before != self.last.get(row):
            self._tell(self.notes, f"before change {change.seq}, {change.entity} {change.key} was changed by hand")
        if change.after is None:
            self.last.pop(row, None)
        else:
            self.last[row] = change.after
        self.head = Head(change.seq, change.revision, change.hash)
        self._check_signature()

    def unsigned(self) -> Iterator[str]:
        if self._signed != self.head.seq:
            yield f"changes {self._signed + 1} to {self.head.seq} have no signature"
        if beyond := [seq for seq in self._signatures if seq > self.head.seq]:
            yield f"changes up to {max(beyond)} were signed, and are missing"

    def _check_signature(self) -> None:
        signature = self._signatures.get(self.head.seq)
        if signature is None:
            return
        if signature.hash == self.head.hash and self._trust.believes(signature):
            self.believed, self._signed = self.believed + 1, self.head.seq
        else:
            wrong = f"the signature at change {self.head.seq} is not by a trusted key over these changes"
            self._tell(self.problems, wrong)

    @staticmethod
    def _tell(told: list[str], sentence: str) -> None:
        if len(told) < MOST_TOLD:
            told.append(sentence)


async def _made_by_hand(session: ReadSession, last: dict[tuple[str, str], str]) -> list[str]:
    """Rows that are not as the last change left them."""
    found: list[str] = []
    for recorded in RECORDED:
        rows = (await history_queries.rows_of(session, recorded)).values()
        standing = {recorded.key_text(row): canonical(row) for row in rows}
        told = {key: text for (entity, key), text in last.items() if entity == recorded.name}
        wrong = sorted(key for key in standing.keys() | told.keys() if standing.get(key) != told.get(key))
        found += [f"{recorded.name} {key} was changed outside the history" for key in wrong[:MOST_TOLD]]
    return found
