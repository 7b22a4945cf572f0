"""OpenDocument files (ODF 1.3 part 2): packages and flat XML: texts, workbooks, presentations, drawings."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.documents.embedded_fonts import is_font
from backend.documents.model import Page, UnreadableReason
from backend.documents.office_parts import Parts, Root, any_text
from backend.documents.opendocument_story import OpenDocumentStory
from backend.documents.opendocument_styles import OpenDocumentStyles
from backend.documents.package import UNSEEN_LIMIT_BYTES, Contents, contents
from backend.documents.reading import Corrupt, Reading, inner_path
from backend.documents.swollen_part import LineHandler
from backend.documents.xml_reader import Attributes, read_xml
from backend.documents.zip_reader import Archive

MANIFEST, MIMETYPE, CONTENT, STYLES = "META-INF/manifest.xml", "mimetype", "content.xml", "styles.xml"
ENCRYPTED_PACKAGE = "encrypted-package"  # the only member of a file that is encrypted as a whole (ODF 1.4)
UNKNOWN = "application/vnd.oasis.opendocument"
MEDIA_TYPE = re.compile(r"application/vnd\.(?:oasis\.opendocument|sun\.xml)\.[a-z.-]+")
STORIES = {"document-content", "document-styles", "document-meta", "document"}
WORDLESS_ROOTS = {"document-settings", "manifest"}
# Where lines broke when the file was last saved, and the small picture of its first page
WHITE_SPACE = re.compile("[ \t\r\n]+")
UNSEEN = re.compile("layout-cache|Thumbnails/.*|Configurations2/.*")
FONT_FOLDER, FONT_TYPE = "Fonts/", re.compile("font|opentype")


@dataclass(slots=True)
class _Manifest:
    """XML handler over the manifest: the members that are encrypted, and those that are said to be fonts."""

    encrypted: set[str] = field(default_factory=set)
    fonts: set[str] = field(default_factory=set)
    _entry: str = ""

    def open(self, name: str, attributes: Attributes) -> None:
        if name == "file-entry":
            self._entry = attributes.get("full-path", "")
            if FONT_TYPE.search(attributes.get("media-type", "")):
                self.fonts.add(self._entry)
        elif name == "encryption-data":
            self.encrypted.add(self._entry)

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


def is_opendocument(archive: Archive) -> bool:
    names = {member.name for member in archive.members}
    return bool(names & {MANIFEST, MIMETYPE}) and bool(names & {CONTENT, STYLES, ENCRYPTED_PACKAGE})


def read_opendocument(archive: Archive, path: str, depth: int, reading: Reading) -> str:
    """Read the package and return its media type."""
    with reading.budget.holding():
        return _read_package(contents(archive, path, UNKNOWN, reading), path, depth, reading)


def _read_package(found: Contents, path: str, depth: int, reading: Reading) -> str:
    members = found.held
    written = members.get(MIMETYPE, b"")[:100].decode("latin-1").strip()
    media_type = UNKNOWN
    if MEDIA_TYPE.fullmatch(written):
        media_type = written
        del members[MIMETYPE]
    manifest = _manifest(members)
    for name in sorted({*manifest.encrypted, ENCRYPTED_PACKAGE}):
        if members.pop(name, None) is not None or found.packed.pop(name, None) is not None:
            reading.give_up(inner_path(path, name), media_type, UnreadableReason.ENCRYPTED)
    xml = {name: data for name, data in members.items() if name.lower().endswith((".xml", ".rdf"))}
    package = _Stories(path, depth, media_type, reading)
    parts = Parts({**xml, **found.packed}, path, media_type, reading)
    pages = package.pages(parts)
    reading.add(path, media_type, pages, parts.charset)
    package.read_on()
    for name, data in members.items():
        hidden = UNSEEN.fullmatch(name) and len(data) <= UNSEEN_LIMIT_BYTES
        font = name.startswith(FONT_FOLDER) and name in manifest.fonts and is_font(data)
        if name not in xml and not hidden and not font:
            reading.go_deeper(data, inner_path(path, name), depth + 1)
    return media_type


def read_flat_opendocument(data: bytes, path: str, depth: int, reading: Reading) -> str:
    """Read a document that is one XML file (.fodt, .fods, .fodp). Raises Corrupt when it is not well formed."""
    stories = _Stories(path, depth, UNKNOWN, reading)
    story = OpenDocumentStory(OpenDocumentStyles(), flat=True)
    stories.all.append(story)
    read_xml(data, story)
    pages = [Page(number, tuple(lines)) for number, lines in enumerate(story.pages, start=1) if lines]
    written = story.media_type or ""
    stories.media_type = written if MEDIA_TYPE.fullmatch(written) else UNKNOWN
    reading.add(path, stories.media_type, pages, story.charset)
    stories.read_on()
    return stories.media_type


@dataclass(slots=True)
class _Stories:
    """The XML parts of one document, and what their elements hold besides words."""

    path: str
    depth: int
    media_type: str
    reading: Reading
    all: list[OpenDocumentStory] = field(default_factory=list)

    def pages(self, parts: Parts) -> list[Page]:
        """The pages of the content first; styles (headers and footers) and every other part are pages numbered 1."""
        common = OpenDocumentStyles()

        def story_over(styles: OpenDocumentStyles | None) -> LineHandler:
            self.all.append(OpenDocumentStory(OpenDocumentStyles(common) if styles is None else styles))
            return self.all[-1]

        def story(root: Root) -> LineHandler | None:
            if root.name in STORIES:
                return story_over(None)
            return None if root.name in WORDLESS_ROOTS else any_text(root)

        around = parts.lines(STYLES, lambda root: story_over(common) if root.name in STORIES else story(root))
        body = parts.pages(CONTENT, story)
        pages = [Page(number, tuple(lines)) for number, lines in enumerate(body, start=1) if lines]
        return [*pages, *([Page(1, tuple(around))] if around else []), *parts.rest({}, story)]

    def read_on(self) -> None:
        """Pictures and fonts that stand in the XML, and whatever lies outside the file."""
        if any(story.has_remote_content for story in self.all):
            self.reading.give_up(self.path, self.media_type, UnreadableReason.UNSUPPORTED)
        for number, picture in enumerate((one for story in self.all for one in story.pictures), start=1):
            self._read_bytes(picture, f"(picture {number})")
        for number, font in enumerate((one for story in self.all for one in story.fonts), start=1):
            self._read_bytes(font, f"(font {number})", may_be_font=True)

    def _read_bytes(self, written: list[str], name: str, *, may_be_font: bool = False) -> None:
        inside = inner_path(self.path, name)
        try:
            content = base64.b64decode(WHITE_SPACE.sub("", "".join(written)), validate=True)
        except binascii.Error:
            self.reading.give_up(inside, self.media_type, UnreadableReason.CORRUPT)
        else:
            if not may_be_font or not is_font(content):
                self.reading.go_deeper(content, inside, self.depth + 1)


def _manifest(members: Mapping[str, bytes]) -> _Manifest:
    manifest = _Manifest()
    try:
        read_xml(members.get(MANIFEST, b""), manifest)
    except Corrupt:
        return _Manifest()  # it is read again as a part, and said there
    return manifest
