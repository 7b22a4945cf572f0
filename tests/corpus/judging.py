"""The whole corpus judged at both gates, each by the engine that stands there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backend.classification.bundle import Bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import SecrecyState
from tests.corpus.samples import Sample, harmless, marked
from tests.unit.parity.findings import PAYLOAD, Fields, python_fields, typescript_findings


@dataclass(frozen=True, slots=True)
class Seen:
    """What one gate made of one sample."""

    secrecy: str
    level: str | None
    unreadable_reason: str | None

    @classmethod
    def of(cls, fields: Fields) -> "Seen":
        return cls(str(fields["secrecy"]), fields["level"], fields["unreadable_reason"])

    def is_right_for(self, sample: Sample) -> bool:
        """A mark is found with its level; a twin is clean."""
        if sample.level is None:
            return self.secrecy == SecrecyState.NONE and self.unreadable_reason is None
        return self.secrecy == SecrecyState.MARKED and self.level == sample.level

    @property
    def passes(self) -> bool:
        """Whether the gate would let it go unasked."""
        return self.secrecy in (SecrecyState.NONE, SecrecyState.RESTRICTED) and self.unreadable_reason is None


@dataclass(frozen=True, slots=True)
class Judged:
    sample: Sample
    server: Seen
    browser: Seen


def judge_all(folder: Path) -> Sequence[Judged]:
    """Writes every sample into `folder`, by number: names decide nothing."""
    engine = Engine(Bundle.from_payload(PAYLOAD))
    samples = [*marked(), *harmless()]
    server: list[Seen] = []
    for number, sample in enumerate(samples):
        data = sample.write()
        (folder / f"{number}.bin").write_bytes(data)
        server.append(Seen.of(python_fields(inspect_file(data, "x", engine))))
    browser = [Seen.of(fields) for fields in typescript_findings(_questions(folder, len(samples)))]
    return [Judged(*row) for row in zip(samples, server, browser, strict=True)]


def _questions(folder: Path, count: int) -> Iterator[Fields]:
    for number in range(count):
        yield {"path": str(folder / f"{number}.bin"), "name": "x"}
