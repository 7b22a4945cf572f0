"""Every mark × container × spelling × place, and as many harmless twins: the papers on which accuracy is stated."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from backend.classification.verdict import Level
from tests.corpus import office_writers as office
from tests.corpus import opendocument_writers as opendocument
from tests.corpus import text_writers as text
from tests.corpus import wrapping
from tests.corpus.paper import FONT_SPELLINGS, MARKS, SPELLINGS, TWINS, Paper, Place, Run

Writer = Callable[[Paper], bytes]
Wrap = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Container:
    """A kind of file, the places in it where a mark is tried, and whether it says in which fonts its text is set."""

    name: str
    write: Writer
    places: tuple[Place, ...]
    fonts: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """One file. `level` is None for a harmless twin; `browser`: whether the browser's gate reads it too."""

    container: str
    spelling: str
    place: str
    level: Level | None
    browser: bool
    write: Callable[[], bytes]

    @property
    def name(self) -> str:
        return f"{self.container} · {self.place} · {self.spelling} · {self.level or 'harmless'}"


CONTAINERS = (
    Container("txt", text.txt_paper, (Place.BODY,)),
    Container("txt UTF-16", text.utf16_paper, (Place.BODY,)),
    Container("csv", text.csv_paper, (Place.CELL,)),
    Container("html", text.html_paper, (Place.BODY, Place.CELL)),
    Container("xml", text.xml_paper, (Place.BODY,)),
    Container("eml", text.eml_paper, (Place.BODY, Place.HEADER)),
    Container("rtf", text.rtf_paper, (Place.BODY, Place.HEADER, Place.CELL), fonts=True),
    Container(
        "pdf",
        text.pdf_paper,
        (Place.BODY, Place.CELL, Place.BESIDE, Place.LATER_PAGE, Place.HEADER, Place.PROPERTY),
    ),
    Container(
        "docx",
        office.docx_paper,
        (
            Place.BODY,
            Place.HEADER,
            Place.FOOTER,
            Place.CELL,
            Place.BOX,
            Place.COMMENT,
            Place.PROPERTY,
            Place.LATER_PAGE,
            Place.SPLIT,
        ),
        fonts=True,
    ),
    Container(
        "xlsx",
        office.xlsx_paper,
        (Place.CELL, Place.SPLIT, Place.HIDDEN, Place.COMMENT, Place.HEADER, Place.PROPERTY),
        fonts=True,
    ),
    Container("pptx", office.pptx_paper, (Place.BOX, Place.CELL, Place.NOTE, Place.LATER_PAGE), fonts=True),
    Container("odt", opendocument.odt_paper, (Place.BODY, Place.CELL, Place.BOX, Place.NOTE, Place.HEADER), fonts=True),
    Container("ods", opendocument.ods_paper, (Place.CELL,), fonts=True),
    Container("odp", opendocument.odp_paper, (Place.BOX,), fonts=True),
    Container("xls", office.xls_paper, (Place.CELL, Place.HIDDEN), fonts=True),
)
# Where a font of the writer's own is set on the mark's run, not on a whole part
FONT_PLACES = {Place.BODY, Place.CELL, Place.HEADER, Place.SPLIT, Place.BOX, Place.LATER_PAGE, Place.NOTE}
NO_FONT = {
    ("xlsx", Place.SPLIT),
    ("xlsx", Place.HEADER),
    ("docx", Place.BOX),
    ("pptx", Place.CELL),
    ("pptx", Place.NOTE),
}
# A PDF is typeset with one font, which has no glyphs for these
NOT_IN_PDF = {
    "decomposed",
    "zero-width space inside",
    "soft hyphens inside",
    "fullwidth letters",
    "Cyrillic look-alikes",
}
# A property is one line of its own; letters that are no XML or no typeset text cannot be there
WRAPS: Mapping[str, Wrap] = {
    "zip": wrapping.zipped,
    "zip in zip in zip": wrapping.zipped_three_times,
    "tar": wrapping.tarred,
    "gz": wrapping.gzipped,
    "tar.gz": wrapping.tar_gzipped,
    "eml attachment": wrapping.attached,
}
SERVER_WRAPS: Mapping[str, Wrap] = {
    "7z": wrapping.in_seven_zip,  # the browser reads it with wasm only, in its own test
    "bz2": wrapping.bzipped,
    "xz": wrapping.xzipped,
}


def marked() -> Iterator[Sample]:
    """Every mark in every container, place and spelling that the container can hold; every wrap around some."""
    for mark, level in MARKS.items():
        for container in CONTAINERS:
            for place in container.places:
                for spelling, spell in _spellings(container, place).items():
                    yield _sample(container, place, spelling, spell(mark), level)
        yield from _wrapped(mark, level)


def harmless() -> Iterator[Sample]:
    """Every twin in every container and place."""
    for twin in TWINS:
        for container in CONTAINERS:
            for place in container.places:
                yield _sample(container, place, "composed", Run(twin), None)
        yield from _wrapped(twin, None)


def _spellings(container: Container, place: Place) -> Mapping[str, Callable[[str], Run]]:
    plain = {name: spell for name, spell in SPELLINGS.items() if container.name != "pdf" or name not in NOT_IN_PDF}
    if place is Place.SPLIT:
        plain = {"composed": plain["composed"]}
    with_fonts = container.fonts and place in FONT_PLACES and (container.name, place) not in NO_FONT
    return plain | (dict(FONT_SPELLINGS) if with_fonts else {})


def _wrapped(words: str, level: Level | None) -> Iterator[Sample]:
    inner = {one.name: one for one in CONTAINERS if one.name in ("docx", "pdf", "xlsx", "txt")}
    for wraps, browser in ((WRAPS, True), (SERVER_WRAPS, False)):
        for name, wrap in wraps.items():
            for container in inner.values():
                yield _sample(
                    container, container.places[0], "composed", Run(words), level, (name, wrap), browser=browser
                )


def _sample(
    container: Container,
    place: Place,
    spelling: str,
    mark: Run,
    level: Level | None,
    wrapped: tuple[str, Wrap] | None = None,
    *,
    browser: bool = True,
) -> Sample:
    name, wrap = wrapped or ("", bytes)
    return Sample(
        container=f"{name} › {container.name}" if wrapped else container.name,
        spelling=spelling,
        place=place,
        level=level,
        browser=browser,
        write=lambda: wrap(container.write(Paper(mark, place))),
    )
