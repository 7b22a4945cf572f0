"""Metrics of several processes as one page, as Prometheus and OpenMetrics readers want it: each family once."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.core import Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector


class _Merged(Collector):
    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        """Families of one name joined; of samples that two processes tell alike, the first one's."""
        merged: dict[str, Metric] = {}
        for family in self._families:
            known = merged.setdefault(family.name, Metric(family.name, family.documentation, family.type))
            told = {(sample.name, frozenset(sample.labels.items())) for sample in known.samples}
            known.samples += [one for one in family.samples if (one.name, frozenset(one.labels.items())) not in told]
        yield from merged.values()


def exposition(families: Iterable[Metric], accept: str) -> tuple[bytes, str]:
    """The page and its content type, by what the reader's Accept header likes best."""
    encode, content_type = choose_encoder(accept)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Merged(families))
    return encode(registry), content_type
