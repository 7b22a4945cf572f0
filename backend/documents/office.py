"""Office packages of every family: what is in them is read by the family's module, and the rest goes deeper."""

from collections.abc import Callable
from dataclasses import dataclass

from backend.documents.model import Page, UnreadableReason
from backend.documents.office_parts import Parts, any_text
from backend.documents.package import Package, open_package
from backend.documents.presentation import read_presentation
from backend.documents.reading import Reading, inner_path
from backend.documents.spreadsheet import read_spreadsheet
from backend.documents.spreadsheet_binary import read_binary_spreadsheet
from backend.documents.word_package import read_word
from backend.documents.zip_reader import Archive


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of package, by a word in its main part's content type."""

    word: str
    media_type: str
    read: Callable[[Package, Parts], list[Page]] | None = None  # None: its words are read, its looks unknown


OFFICE = "application/vnd.openxmlformats-officedocument."
OTHER_PACKAGE = Family("", "application/vnd.openxmlformats-package")
FAMILIES = (
    Family("sheet.binary", "application/vnd.ms-excel.sheet.binary.macroenabled.12", read_binary_spreadsheet),
    Family("word", f"{OFFICE}wordprocessingml.document", read_word),
    Family("spreadsheetml", f"{OFFICE}spreadsheetml.sheet", read_spreadsheet),
    Family("ms-excel", f"{OFFICE}spreadsheetml.sheet", read_spreadsheet),
    Family("presentationml", f"{OFFICE}presentationml.presentation", read_presentation),
    Family("powerpoint", f"{OFFICE}presentationml.presentation", read_presentation),
)


def read_office(archive: Archive, path: str, depth: int, reading: Reading) -> str:
    """Read the package and return its media type."""
    with reading.budget.holding():
        return _read_package(archive, path, depth, reading)


def _read_package(archive: Archive, path: str, depth: int, reading: Reading) -> str:
    package = open_package(archive, path, OTHER_PACKAGE.media_type, reading)
    main_type = package.content_types.of(package.main_part)
    family = next((family for family in FAMILIES if family.word in main_type), OTHER_PACKAGE)
    parts = Parts({**package.xml, **package.packed}, path, family.media_type, reading)
    read = family.read or (lambda _, parts: list(parts.rest({}, any_text)))
    pages = read(package, parts)
    reading.add(path, family.media_type, pages, parts.charset)
    if family is OTHER_PACKAGE or package.has_remote_content:
        reading.give_up(path, family.media_type, UnreadableReason.UNSUPPORTED)
    for name, data in package.others.items():
        if not package.unseen(name, data):
            reading.go_deeper(data, inner_path(path, name), depth + 1)
    return family.media_type
