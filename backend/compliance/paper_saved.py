"""How much paper issuing by mail saves: pages × copies × recipients, one sheet a page. Pure.

An estimate: what would have been printed had every recipient reached by mail been sent paper, on one side. Recipients
who were excused, reached by a link or not reached are not counted, and documents whose pages nobody counted are told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.compliance.terms import PROOFS, Issued


@dataclass(frozen=True, slots=True)
class Saving:
    pages: int
    copies: int
    recipients: int

    @property
    def sheets(self) -> int:
        """Printed on one side."""
        return self.pages * self.copies * self.recipients

    @property
    def sheets_two_sided(self) -> int:
        return (self.pages + 1) // 2 * self.copies * self.recipients


@dataclass(frozen=True, slots=True)
class TotalSaving:
    sheets: int
    sheets_two_sided: int
    documents: int
    uncounted: int  # documents without a number of pages


def saving_of(document: Issued) -> Saving | None:
    """None where nobody counted the pages."""
    if document.pages is None:
        return None
    reached = len({line.address for line in document.lines if line.coverage in PROOFS})
    return Saving(document.pages, document.copies, reached)


def total_of(documents: Iterable[Issued]) -> TotalSaving:
    savings = [saving_of(document) for document in documents]
    counted = [saving for saving in savings if saving is not None]
    return TotalSaving(
        sheets=sum(one.sheets for one in counted),
        sheets_two_sided=sum(one.sheets_two_sided for one in counted),
        documents=len(counted),
        uncounted=len(savings) - len(counted),
    )
