"""What a piece of work adds to the metrics of this process."""

from backend.metrics.registry import REGISTRY


class Counted:
    """From now on."""

    def __init__(self) -> None:
        self._before = _values()

    def added(self, name: str, *labels: str) -> float:
        key = (name, *labels)
        return _values().get(key, 0.0) - self._before.get(key, 0.0)


def _values() -> dict[tuple[str, ...], float]:
    """By name and label values."""
    return {(one.name, *one.labels.values()): one.value for family in REGISTRY.collect() for one in family.samples}
