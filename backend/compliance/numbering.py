"""The sequence of an agency's numbers: which are in no row of its register. Pure.

An agency numbers all its papers in one sequence a year, or each series ("QĐ-UBND") in its own, as its head decides
(NĐ 30/2020/NĐ-CP, Điều 15 khoản 2). Which of both is seen from the numbers: where none occurs twice, it is one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from backend.compliance.terms import NumberGap

_SYMBOL = re.compile(r"0*(\d{1,6})([a-zđ]?)\s*/\s*(\S(?:.*\S)?)")
SYMBOL_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Symbol:
    """`15a/QĐ-UBND`: number 15, series `QĐ-UBND`."""

    number: int
    suffix: str
    series: str

    @property
    def text(self) -> str:
        """Below 10 with a leading zero (NĐ 30/2020, Phụ lục I, mục II.3)."""
        return f"{self.number:02d}{self.suffix}/{self.series}"


def read_symbol(text: str) -> Symbol | None:
    """None for what is no number and symbol."""
    found = _SYMBOL.fullmatch(" ".join(text.split()))
    if found is None or len(text) > SYMBOL_LIMIT:
        return None
    return Symbol(int(found[1]), found[2], re.sub(r"\s*([/.-])\s*", r"\1", found[3]))


def gaps(symbols: Iterable[Symbol]) -> list[NumberGap]:
    """The runs of missing numbers of one year, between the lowest and the highest there are."""
    plain = {(one.series, one.number) for one in symbols}
    times = Counter(number for _, number in plain)
    if all(count == 1 for count in times.values()):
        return list(_runs("", sorted(times)))
    by_series: dict[str, list[int]] = defaultdict(list)
    for series, number in sorted(plain):
        by_series[series].append(number)
    return [gap for series, numbers in by_series.items() for gap in _runs(series, numbers)]


def _runs(series: str, numbers: Sequence[int]) -> Iterator[NumberGap]:
    for before, after in pairwise(numbers):
        if after - before > 1:
            yield NumberGap(series, before + 1, after - 1)
