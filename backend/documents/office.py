"""Word files (ECMA-376 packages): the text of every part, whatever is embedded, and what cannot be read.

Members are taken from the archive, not from relationships: a part that nothing names is still in the file. Other
office packages (xlsx, pptx) are not read yet.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.documents.model import Page, UnreadableReason
from backend.documents.reading import Corrupt, Reading, Unreadable, Unsupported, inner_path
from backend.documents.spacing import pieces
from backend.documents.word_story import LETTERS, WordStory
from backend.documents.word_styles import read_styles
from backend.documents.xml_reader import Attributes, check_xml, read_xml
from backend.documents.zip_reader import Archive, member_or_give_up

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
OTHER_PACKAGE = "application/vnd.openxmlformats-package"
CONTENT_TYPES = "[Content_Types].xml"
XML_MEMBERS = (".xml", ".rels", ".vml")
# Namespaces in which words stand in w:t or a:t; XML of any other kind would be read as empty
OFFICE_NAMESPACES = ("openxmlformats.org/", "purl.oclc.org/ooxml/", "schemas.microsoft.com/", "schemas-microsoft-com:")
# Parts that hold no words, and what they would hold if they did: looked at only for being well formed
WORDLESS = re.compile(
    rb"(?:<\?xml[^>]*\?>)?\s*<(?:w:styles|w:settings|w:webSettings|w:fonts|a:theme|Relationships|Types)[\s>]"
)
WORDS = re.compile(rb"<(?:[A-Za-z0-9_.-]+:)?(?:t|delText|instrText|delInstrText|v|textpath|sym|shape)[\s/>]")
# Embedded fonts are no content. A thumbnail shows the first page, whose text is read anyway, too small to read; above
# this size it is a picture like any other.
THUMBNAIL_LIMIT_BYTES = 256 * 1024
# What docProps/app.xml says of the program, not of the paper
UNSEEN_PROPERTIES = re.compile(
    "Template|Application|AppVersion|DocSecurity|ScaleCrop|LinksUpToDate|SharedDoc|HyperlinksChanged"
    "|created|modified|lastModifiedBy"
)
REMOTE_RELATIONSHIPS = ("/image", "/oleObject", "/subDocument", "/aFChunk", "/frame")


@dataclass(slots=True)
class _Relationships:
    """XML handler over .rels: what the members that no reader sees are called, and whether content lies elsewhere."""

    fonts: set[str] = field(default_factory=set)
    thumbnails: set[str] = field(default_factory=set)
    remote_content: bool = False

    def open(self, name: str, attributes: Attributes) -> None:
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if name != "Relationship":
            return
        if attributes.get("TargetMode") == "External":
            self.remote_content = self.remote_content or kind.endswith(REMOTE_RELATIONSHIPS)
        elif kind.endswith("/font"):
            self.fonts.add(target.rpartition("/")[2])
        elif kind.endswith("/thumbnail"):
            self.thumbnails.add(target.rpartition("/")[2])

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


@dataclass(slots=True)
class _Plain:
    """XML handler for properties and bound data: the text of each element is a line."""

    lines: list[str] = field(default_factory=list)
    _name: str = ""

    def open(self, name: str, _attributes: Attributes) -> None:
        self._name = name

    def close(self, name: str) -> None: ...

    def text(self, data: str) -> None:
        if not UNSEEN_PROPERTIES.fullmatch(self._name):
            self.lines += [line for line in pieces(data) if LETTERS.search(line)]


@dataclass(slots=True)
class _ContentTypes:
    """XML handler over [Content_Types].xml: the main part and what kind of document it makes the package."""

    main_part: str = ""
    main_type: str = ""

    def open(self, name: str, attributes: Attributes) -> None:
        content_type = attributes.get("ContentType", "")
        if name == "Override" and content_type.endswith("main+xml"):
            self.main_part, self.main_type = attributes.get("PartName", "").lstrip("/"), content_type

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...

    @property
    def media_type(self) -> str:
        kinds = {"word": DOCX, "spreadsheetml": XLSX, "ms-excel": XLSX, "presentationml": PPTX, "powerpoint": PPTX}
        return next((kind for word, kind in kinds.items() if word in self.main_type), OTHER_PACKAGE)


def read_office(archive: Archive, path: str, depth: int, reading: Reading) -> str:
    """Read the package and return its media type; packages other than Word's are unreadable for now."""
    members = _contents(archive, path, reading)
    content_types = _ContentTypes()
    read_xml(members.get(CONTENT_TYPES, b""), content_types)
    if content_types.media_type != DOCX:
        reading.give_up(path, content_types.media_type, UnreadableReason.UNSUPPORTED)
        return content_types.media_type
    xml = {name: data for name, data in members.items() if name.lower().endswith(XML_MEMBERS)}
    relationships = _relationships(xml)
    reading.add(path, DOCX, _pages(xml, content_types.main_part, path, reading))
    if relationships.remote_content:
        reading.give_up(path, DOCX, UnreadableReason.UNSUPPORTED)
    for name, data in members.items():
        if name not in xml and not _unseen(name, data, relationships):
            reading.go_deeper(data, inner_path(path, name), depth + 1)
    return DOCX


def _contents(archive: Archive, path: str, reading: Reading) -> dict[str, bytes]:
    """Members by name; of two with one name, both: another program may open the other."""
    contents: dict[str, bytes] = {}
    for member in archive.members:
        reading.budget.take_member()
        name = member.name.replace("\\", "/").lstrip("/")
        while name in contents:
            name = f"'{name}"
        content = member_or_give_up(archive, member, inner_path(path, name), DOCX, reading)
        if content or (content is not None and not name.endswith("/")):
            contents[name] = content
    return contents


def _relationships(xml: Mapping[str, bytes]) -> _Relationships:
    found = _Relationships()
    for name, data in xml.items():
        if name.endswith(".rels"):
            try:
                read_xml(data, found)
            except Corrupt:
                continue  # `_pages` reads it again and says so
    return found


def _unseen(name: str, data: bytes, relationships: _Relationships) -> bool:
    base = name.rpartition("/")[2]
    return base in relationships.fonts or (base in relationships.thumbnails and len(data) <= THUMBNAIL_LIMIT_BYTES)


def _pages(xml: Mapping[str, bytes], body: str, path: str, reading: Reading) -> list[Page]:
    """The body's pages first; every other part is a page numbered 1."""
    styles = read_styles(xml)
    pages: list[Page] = []
    for name in sorted(xml, key=lambda name: (name != body, name)):
        reading.budget.check_time()
        try:
            if name.startswith(("docProps/", "customXml/")):
                pages += _plain_pages(xml[name])
            else:
                story = WordStory(styles, paged=name == body)
                pages += _story_pages(story, xml[name], inner_path(path, name), reading)
        except Unreadable as error:
            reading.give_up(inner_path(path, name), DOCX, error.reason)
    return pages


def _plain_pages(data: bytes) -> list[Page]:
    plain = _Plain()
    read_xml(data, plain)
    return [Page(1, tuple(plain.lines))] if plain.lines else []


def _story_pages(story: WordStory, data: bytes, path: str, reading: Reading) -> list[Page]:
    if WORDLESS.match(data) and not WORDS.search(data):
        check_xml(data)
        return []
    namespace = read_xml(data, story)
    if namespace and not any(known in namespace for known in OFFICE_NAMESPACES):
        raise Unsupported
    if story.legacy_charset:
        reading.give_up(path, DOCX, UnreadableReason.TEXT_LAYER)
    return [Page(number, tuple(lines)) for number, lines in enumerate(story.pages, start=1) if lines]
