"""libarchive through ctypes: one archive in memory, its members in order, their bytes in slices.

libarchive-c finds and loads the library; its own functions are not used, for they write what libarchive says of a
member (its name among it) into a log and pass over warnings. Here a warning makes an archive `odd`.
"""

import ctypes
from collections.abc import Iterator
from ctypes import c_char_p, c_int, c_int64, c_size_t, c_ssize_t, c_void_p
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from libarchive import ffi

END, OK, WARNING = 1, 0, -20  # return values (archive.h)
OUT_OF_MEMORY = 12  # ENOMEM
REGULAR_FILE = 0o100000
SLICE_BYTES = 1 << 16

_library = ctypes.CDLL(ffi.libarchive_path)


def _function(name: str, result: object, *arguments: object) -> Any:
    function = getattr(_library, f"archive_{name}")
    function.restype, function.argtypes = result, arguments
    return function


_new = _function("read_new", c_void_p)
_free = _function("read_free", c_int, c_void_p)
_open = _function("read_open_memory", c_int, c_void_p, c_char_p, c_size_t)
_next = _function("read_next_header2", c_int, c_void_p, c_void_p)
_read = _function("read_data", c_ssize_t, c_void_p, c_void_p, c_size_t)
_taken = _function("filter_bytes", c_int64, c_void_p, c_int)
_has_encrypted = _function("read_has_encrypted_entries", c_int, c_void_p)
_error_number = _function("errno", c_int, c_void_p)
_error_text = _function("error_string", c_char_p, c_void_p)
_entry_new = _function("entry_new", c_void_p)
_entry_free = _function("entry_free", None, c_void_p)
_name_utf8 = _function("entry_pathname_utf8", c_char_p, c_void_p)
_name = _function("entry_pathname", c_char_p, c_void_p)
_kind = _function("entry_filetype", c_int, c_void_p)
_size_known = _function("entry_size_is_set", c_int, c_void_p)
_size = _function("entry_size", c_int64, c_void_p)
_is_encrypted = _function("entry_is_encrypted", c_int, c_void_p)


@dataclass(frozen=True, slots=True)
class MemberHeader:
    """`size_bytes` as declared, None when the archive does not say."""

    name: str
    is_file: bool
    is_encrypted: bool
    size_bytes: int | None


class LibarchiveError(Exception):
    """What libarchive could not do. Its text may name a member and must not be shown."""

    def __init__(self, number: int, text: str) -> None:
        super().__init__(number)
        self.out_of_memory = number == OUT_OF_MEMORY
        self.not_supported = "support" in text or "recognized" in text


class MemoryArchive:
    """Call `members` once, and `slices` for the member it stands at. Both raise LibarchiveError.

    `container` and `compression` are libarchive's names of one format and one filter ("7zip", "none").
    """

    def __init__(self, data: bytes, container: str, compression: str = "none") -> None:
        self.odd = False
        self._data = data  # libarchive reads from it as it goes
        self._entry = _entry_new()
        self._archive = _new()
        self._buffer = ctypes.create_string_buffer(SLICE_BYTES)
        _function(f"read_support_format_{container}", c_int, c_void_p)(self._archive)
        _function(f"read_support_filter_{compression}", c_int, c_void_p)(self._archive)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _free(self._archive)
        _entry_free(self._entry)

    def members(self) -> Iterator[MemberHeader]:
        self._check(_open(self._archive, self._data, len(self._data)))
        while self._check(_next(self._archive, self._entry)) != END:
            yield self._header()

    def slices(self) -> Iterator[bytes]:
        """Holes of a sparse member come as zeros."""
        while size := self._check(_read(self._archive, self._buffer, SLICE_BYTES)):
            yield self._buffer.raw[:size]

    @property
    def taken_bytes(self) -> int:
        """How many stored bytes were read so far."""
        return int(_taken(self._archive, -1))

    @property
    def has_encrypted_members(self) -> bool:
        """Whether one was met so far, or the directory itself is encrypted."""
        return bool(_has_encrypted(self._archive) > 0)

    def _header(self) -> MemberHeader:
        entry = self._entry
        written = _name_utf8(entry) or _name(entry) or b""
        size = int(_size(entry)) if _size_known(entry) else None
        return MemberHeader(
            written.decode("utf-8", "replace"), _kind(entry) == REGULAR_FILE, bool(_is_encrypted(entry)), size
        )

    def _check(self, result: int) -> int:
        if result == WARNING:
            self.odd = True
            return OK
        if result < OK:
            text = (_error_text(self._archive) or b"").decode("utf-8", "replace")
            raise LibarchiveError(_error_number(self._archive), text)
        return result
