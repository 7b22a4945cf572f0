"""Office packages (ECMA-376 part 2): members by name, what kind each is, and how they name each other.

Members are taken from the archive, not from relationships: a part that nothing names is still in the file.
Relationships say only where a part belongs, which members no reader sees, and what lies outside the file.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZIP_DEFLATED

from backend.documents import sniff
from backend.documents.embedded_fonts import is_font, is_obfuscated_font
from backend.documents.reading import Corrupt, Reading, inner_path
from backend.documents.xml_reader import Attributes, read_xml
from backend.documents.zip_reader import Archive, Member, PackedMember, or_give_up, packed_member, read_member

CONTENT_TYPES = "[Content_Types].xml"
XML_MEMBERS = (".xml", ".rels", ".vml")
# The state of printers and of add-ins, signatures over macros: nobody reads them as text. A thumbnail shows the first
# page, whose text is read anyway, too small to read; above this size it is a picture like any other.
UNSEEN_KINDS = {"thumbnail", "printerSettings", "customProperty", "vbaProjectSignature"}
UNSEEN_LIMIT_BYTES = 256 * 1024
OBFUSCATED_FONT = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
PLAIN_FONTS = {"application/x-fontdata", "application/x-font-ttf"}
PICTURED_KINDS = {"thumbnail"}  # of these the bytes may be those of a picture
PACKED_FROM_BYTES = 1_000_000
LOOKED_AT_WHOLE = re.compile(r"styles|theme|layout|master|manifest|content_types")
REMOTE_KINDS = {"image", "oleObject", "subDocument", "aFChunk", "frame", "video", "audio", "media"}


@dataclass(frozen=True, slots=True)
class Link:
    """One relationship: `kind` is the last step of its type; `target` a member's name unless it lies elsewhere."""

    source: str
    id: str
    kind: str
    target: str
    elsewhere: bool


@dataclass(slots=True)
class ContentTypes:
    """XML handler over [Content_Types].xml."""

    overrides: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)

    def open(self, name: str, attributes: Attributes) -> None:
        content_type = attributes.get("ContentType", "")
        if name == "Override":
            self.overrides[attributes.get("PartName", "").lstrip("/").lower()] = content_type
        elif name == "Default":
            self.defaults[attributes.get("Extension", "").lower()] = content_type

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...

    def of(self, part: str) -> str:
        lower = part.lower()
        return self.overrides.get(lower) or self.defaults.get(lower.rpartition(".")[2], "")


@dataclass(slots=True)
class _Links:
    """XML handler over one .rels part."""

    source: str
    found: list[Link] = field(default_factory=list)

    def open(self, name: str, attributes: Attributes) -> None:
        if name != "Relationship":
            return
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        elsewhere = attributes.get("TargetMode") == "External"
        if not elsewhere:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(self.source), target)).lstrip("/").lower()
        self.found.append(Link(self.source, attributes.get("Id", ""), kind, target, elsewhere))

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


@dataclass(slots=True)
class _FontKeys:
    """XML handler over a part that embeds fonts: their keys by the relationship's id."""

    found: dict[str, str] = field(default_factory=dict)

    def open(self, _name: str, attributes: Attributes) -> None:
        if "fontKey" in attributes:
            self.found[attributes.get("id", "")] = attributes["fontKey"]

    def close(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Package:
    """`xml` are the members read as XML, but for `packed` ones, which are long; `others` go deeper. Sources and targets
    of links are in lower case, for names of parts are equal in any case."""

    xml: dict[str, bytes]
    packed: dict[str, PackedMember]
    others: dict[str, bytes]
    content_types: ContentTypes
    links: tuple[Link, ...]

    @property
    def main_part(self) -> str:
        """The part the package is about: the one its own relationships name, else the one its type gives away."""
        named = [link.target for link in self.links if not link.source and link.kind == "officeDocument"]
        typed = [part for part, kind in self.content_types.overrides.items() if kind.endswith(("main+xml", ".main"))]
        wanted = next((part for part in named + typed if self.content_types.of(part)), "")
        return next((name for name in (*self.xml, *self.packed, *self.others) if name.lower() == wanted), wanted)

    @property
    def has_remote_content(self) -> bool:
        return any(link.elsewhere and link.kind in REMOTE_KINDS for link in self.links)

    def part(self, name: str) -> bytes:
        """The bytes of an XML part, its name in any case; none where there is none."""
        return next((data for known, data in self.xml.items() if known.lower() == name.lower()), b"")

    def linked(self, source: str) -> Iterator[Link]:
        return (link for link in self.links if link.source == source.lower() and not link.elsewhere)

    def owners(self, firsts: dict[str, int]) -> dict[str, int]:
        """The number of the sheet or slide each part hangs on, by its name in lower case: the first that reaches it."""
        by_source: dict[str, list[str]] = defaultdict(list)
        for link in self.links:
            if not link.elsewhere:
                by_source[link.source].append(link.target)
        found = {part.lower(): number for part, number in firsts.items()}
        waiting = list(found)
        for part in waiting:
            for target in by_source[part]:
                if target not in found:
                    found[target] = found[part]
                    waiting.append(target)
        return found

    def unseen(self, name: str, data: bytes) -> bool:
        """Whether no reader ever sees this member: everything that names it says so, and it is no picture."""
        naming = [link for link in self.links if not link.elsewhere and link.target == name.lower()]
        kinds = {link.kind for link in naming}
        if kinds == {"font"}:
            return self._is_font(naming, name, data)
        if not kinds or not kinds <= UNSEEN_KINDS:
            return False
        known = sniff.other_type(data) or data.startswith(sniff.ZIP_STARTS) or sniff.has_pdf_header(data)
        return len(data) <= UNSEEN_LIMIT_BYTES and (kinds <= PICTURED_KINDS or not known)

    def _is_font(self, naming: list[Link], name: str, data: bytes) -> bool:
        """By what names it, by its type and by its bytes."""
        content_type = self.content_types.of(name)
        if content_type == OBFUSCATED_FONT:
            return any(is_obfuscated_font(data, self._font_key(link)) for link in naming)
        return content_type in PLAIN_FONTS and is_font(data)

    def _font_key(self, link: Link) -> str:
        """What the part that embeds a font says to turn it back with (ECMA-376 part 1, 17.8.3.3), "" where nothing."""
        handler = _FontKeys()
        try:
            read_xml(self.part(link.source), handler)
        except Corrupt:
            return ""  # it is read again as a part, and said there
        return handler.found.get(link.id, "")


def is_package(archive: Archive) -> bool:
    return any(member.name.lower() == CONTENT_TYPES.lower() for member in archive.members)


def open_package(archive: Archive, path: str, media_type: str, reading: Reading) -> Package:
    """Raises Corrupt when the content types cannot be read."""
    members = contents(archive, path, media_type, reading)
    held = members.held
    content_types = ContentTypes()
    read_xml(next((data for name, data in held.items() if name.lower() == CONTENT_TYPES.lower()), b""), content_types)
    xml = {name: data for name, data in held.items() if _is_xml(name, content_types)}
    others = {name: data for name, data in held.items() if name not in xml}
    return Package(xml, members.packed, others, content_types, tuple(_links(xml)))


@dataclass(frozen=True, slots=True)
class Contents:
    """Members by name: most in memory, long parts of words still packed."""

    held: dict[str, bytes] = field(default_factory=dict)
    packed: dict[str, PackedMember] = field(default_factory=dict)


def contents(archive: Archive, path: str, media_type: str, reading: Reading) -> Contents:
    """Of two members with one name, both: another program may open the other. Call it where the budget is holding."""
    found = Contents()
    for member in archive.members:
        reading.budget.take_member()
        name = member.name.replace("\\", "/").lstrip("/")
        while name in found.held or name in found.packed:
            name = f"'{name}"
        _take(found, archive, member, (name, inner_path(path, name), media_type), reading)
    return found


def _take(found: Contents, archive: Archive, member: Member, place: tuple[str, str, str], reading: Reading) -> None:
    name, inside, media_type = place
    if _stays_packed(name, member):
        packed = or_give_up(lambda: packed_member(archive, member, reading.budget), inside, media_type, reading)
        if packed is not None:
            found.packed[name] = packed
        return

    def held() -> bytes:
        reading.budget.hold(member.info.file_size)
        return read_member(archive, member, reading.budget)

    content = or_give_up(held, inside, media_type, reading)
    if content or (content is not None and not name.endswith("/")):
        found.held[name] = content


def _stays_packed(name: str, member: Member) -> bool:
    """Long parts, but for those that are looked at as a whole."""
    is_long = member.info.file_size > PACKED_FROM_BYTES and member.info.compress_type == ZIP_DEFLATED
    return is_long and name.lower().endswith(".xml") and LOOKED_AT_WHOLE.search(name.lower()) is None


def _is_xml(name: str, content_types: ContentTypes) -> bool:
    return name.lower().endswith(XML_MEMBERS) or content_types.of(name).endswith(("+xml", "/xml"))


def _links(xml: dict[str, bytes]) -> Iterator[Link]:
    for name, data in xml.items():
        folder, _, base = name.lower().rpartition("/")
        if not base.endswith(".rels"):
            continue
        handler = _Links(posixpath.join(folder.removesuffix("_rels"), base.removesuffix(".rels")))
        try:
            read_xml(data, handler)
        except Corrupt:
            continue  # it is read again as a part, and said there
        yield from handler.found
