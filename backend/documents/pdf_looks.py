"""Pages that must be looked at as pictures, and what was seen; apart from the looking itself, which loads heavy
libraries with the first such page."""

from dataclasses import dataclass

from backend.documents.model import Page, UnreadableReason


@dataclass(frozen=True, slots=True)
class Look:
    """A page to look at. `misread`: its text layer cannot be believed; `bare`: it says less than what is shown."""

    page: Page
    misread: bool
    bare: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The page with what was seen on it, and why something of it was not."""

    page: Page
    reason: UnreadableReason | None = None
