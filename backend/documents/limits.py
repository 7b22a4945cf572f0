"""How far an extraction goes before a file counts as unreadable (`limit`). The bundle carries the values."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self

# Below this many inflated bytes no member is taken for a bomb, whatever its ratio: a table of equal rows packs well.
RATIO_COUNTS_FROM_BYTES = 4_000_000
# Of all members together: many that pack too well, each of them small, are a bomb too.
ABOVE_RATIO_BYTES = 32_000_000
# Of a package that is open, with those around it, in memory at once; more only up to so many times the file itself.
HELD_BYTES, HELD_RATIO = 16_000_000, 10
# Text of parts that swell, a line counted as so many characters more; more only up to so many times the file itself.
SWOLLEN_CHARACTERS, SWOLLEN_RATIO, LINE_CHARACTERS = 16_000_000, 6, 32


@dataclass(frozen=True, slots=True)
class Limits:
    depth: int = 8  # containers inside containers; the file itself is 0
    members: int = 2000  # of all containers together
    inflated_bytes: int = 400_000_000  # of all members together
    ratio: int = 200  # inflated bytes for each stored byte, per member
    pages: int = 500  # of one PDF
    seconds: float = 20.0  # wall clock for one file


class LimitExceeded(Exception):
    """Raised inside the extraction only; becomes an unreadable part with reason `limit`."""


@dataclass(slots=True)
class Budget:
    """What is left of the limits while one file, with everything inside it, is read."""

    limits: Limits
    file_bytes: int = 0
    members: int = 0
    inflated_bytes: int = 0
    above_ratio_bytes: int = 0
    held_bytes: int = 0
    swollen_characters: int = 0
    deadline: float = field(default=0.0)  # time.monotonic()

    @classmethod
    def start(cls, limits: Limits, file_bytes: int = 0) -> Self:
        return cls(limits, file_bytes, deadline=time.monotonic() + limits.seconds)

    def check_time(self) -> None:
        if time.monotonic() > self.deadline:
            raise LimitExceeded

    def take_member(self) -> None:
        self.members += 1
        if self.members > self.limits.members:
            raise LimitExceeded
        self.check_time()

    def room_bytes(self, stored_bytes: int) -> int:
        """How many bytes a member of this stored size may inflate to."""
        by_ratio = max(stored_bytes * self.limits.ratio, RATIO_COUNTS_FROM_BYTES)
        return min(self.limits.inflated_bytes - self.inflated_bytes, by_ratio)

    def take_bytes(self, inflated_bytes: int, stored_bytes: int | None = None) -> None:
        """`stored_bytes` of a member that is compressed by itself."""
        self.inflated_bytes += inflated_bytes
        if stored_bytes is not None:
            self.above_ratio_bytes += max(inflated_bytes - stored_bytes * self.limits.ratio, 0)
        if self.inflated_bytes > self.limits.inflated_bytes or self.above_ratio_bytes > ABOVE_RATIO_BYTES:
            raise LimitExceeded

    @contextmanager
    def holding(self) -> Iterator[None]:
        """What is held inside is let go at the end."""
        before = self.held_bytes
        try:
            yield
        finally:
            self.held_bytes = before

    def hold(self, inflated_bytes: int) -> None:
        """Raises LimitExceeded, and nothing is held, where so much more is too much at once."""
        if self.held_bytes + inflated_bytes > max(HELD_BYTES, self.file_bytes * HELD_RATIO):
            raise LimitExceeded
        self.held_bytes += inflated_bytes

    def take_swollen(self, characters: int) -> None:
        self.swollen_characters += characters
        if self.swollen_characters > max(SWOLLEN_CHARACTERS, self.file_bytes * SWOLLEN_RATIO):
            raise LimitExceeded
