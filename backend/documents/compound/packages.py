"""Files packed into documents the old way (MS-OLEDS): object data of RTF, and the streams of embedded objects."""

import struct
from dataclasses import dataclass, field

LINKED, EMBEDDED, PRESENTATION = 1, 2, 5


@dataclass(slots=True)
class Packed:
    """`files` by name; `link`: the content lies elsewhere; `broken`: it ends before it should."""

    files: list[tuple[str, bytes]] = field(default_factory=list)
    link: bool = False
    broken: bool = False


class _Bytes:
    """Reads forward; raises EOFError where the bytes end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        taken = self._data[self.at : self.at + size]
        if len(taken) < size:
            raise EOFError
        self.at += size
        return taken

    def rest(self) -> bytes:
        return self._data[self.at :]

    def number(self) -> int:
        return int(struct.unpack("<I", self.take(4))[0])

    def short(self) -> int:
        return int(struct.unpack("<H", self.take(2))[0])

    def string(self) -> str:
        """Bytes up to a zero."""
        end = self._data.find(b"\0", self.at)
        if end < 0:
            raise EOFError
        text = self._data[self.at : end].decode("latin-1")
        self.at = end + 1
        return text

    def counted(self) -> str:
        return self.take(self.number()).split(b"\0")[0].decode("latin-1")


def read_object_data(data: bytes) -> Packed:
    """An OLE 1.0 object (MS-OLEDS 2.2.4 and 2.2.5)."""
    packed, source = Packed(), _Bytes(data)
    try:
        source.number()
        kind = source.number()
        if kind == LINKED:
            packed.link = True
            return packed
        if kind != EMBEDDED:
            packed.broken = True
            return packed
        class_name = source.counted()
        source.counted()
        source.counted()
        size = source.number()
        native = source.rest()[:size]
        packed.broken = len(native) < size
    except EOFError:
        packed.broken = True
        return packed
    inner = read_package(native) if class_name == "Package" else Packed([("", native)])
    packed.files, packed.link = inner.files, inner.link
    packed.broken = packed.broken or inner.broken
    return packed


def read_native(data: bytes) -> Packed:
    """A stream "\\x01Ole10Native": a size and the native data, mostly a package (MS-OLEDS 2.3.6)."""
    if len(data) < 4:
        return Packed(broken=True)
    size = int(struct.unpack_from("<I", data)[0])
    native = data[4 : 4 + size]
    packed = read_package(native)
    if packed.broken:
        packed = Packed([("", native)])
    packed.broken = len(native) < size
    return packed


def read_package(data: bytes) -> Packed:
    """What Windows' packager wrote: a label, where the file came from, and the file."""
    packed, source = Packed(), _Bytes(data)
    try:
        if source.short() != 2:
            packed.broken = True
            return packed
        label = source.string()
        source.string()
        source.short()
        if source.short() == 1:
            packed.link = True
            return packed
        source.counted()
        size = source.number()
        content = source.rest()[:size]
        packed.broken = len(content) < size
        packed.files.append((label.replace("/", "_") or "package", content))
    except EOFError:
        packed.broken = True
    return packed
