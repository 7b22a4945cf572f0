"""Zip archives that lie, swell, hide or lock what is in them."""

import io
import struct
import warnings
import zipfile

import pytest

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from tests.unit.documents.file_builder import NAMESPACES, docx_of, zip_of

TEXT = "TỐI MẬT".encode()
CENTRAL_BYTES, END_BYTES = 46, 22


def read(data: bytes, **limits: float) -> Extraction:
    return extract(data, "x.zip", Limits(**limits))  # type: ignore[arg-type]


def unreadable(found: Extraction) -> list[tuple[str, str]]:
    return [(part.path, part.reason.value) for part in found.unreadable]


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def stored(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def in_central(data: bytes, offset: int, value: bytes) -> bytes:
    """The archive of one member "a" with bytes of its directory entry replaced."""
    at = len(data) - END_BYTES - CENTRAL_BYTES - 1 + offset
    return data[:at] + value + data[at + len(value) :]


def test_an_empty_archive_holds_nothing() -> None:
    found = read(zip_of({}))
    assert (lines(found), unreadable(found)) == ([], [])


def test_a_declared_size_that_is_too_small_does_not_cut_the_member() -> None:
    found = read(in_central(zip_of({"a": TEXT * 1000}), 24, struct.pack("<I", 7)))
    assert unreadable(found) == [("a", "corrupt")]


def test_a_member_that_swells_beyond_its_ratio_is_over_the_limit() -> None:
    found = read(zip_of({"a": bytes(5_000_000), "b": TEXT}))
    assert unreadable(found) == [("a", "limit")]
    assert lines(found) == ["TỐI MẬT"]


def test_small_members_may_pack_as_well_as_they_like() -> None:
    assert unreadable(read(zip_of({"a": b"\n" * 3_000_000}))) == []


def test_bytes_of_all_members_together_are_limited() -> None:
    members = {f"{number}.txt": b"x" * 1000 for number in range(5)}
    found = read(zip_of(members), inflated_bytes=2500)
    assert unreadable(found) == [("2.txt", "limit"), ("3.txt", "limit"), ("4.txt", "limit")]


def test_bytes_of_archives_inside_count_too() -> None:
    inner = stored({"b": b"x" * 900})
    assert unreadable(read(stored({"a": inner}), inflated_bytes=1500)) == [("a/b", "limit")]


def test_members_are_limited() -> None:
    found = read(zip_of({str(number): TEXT for number in range(12)}), members=10)
    assert unreadable(found) == [("", "limit")]
    assert len(lines(found)) == 10


def test_time_is_limited() -> None:
    assert unreadable(read(zip_of({"a": TEXT}), seconds=0)) == [("", "limit")]


def test_an_archive_that_holds_itself_many_times_ends() -> None:
    data = TEXT
    for _ in range(12):
        data = zip_of({"a": data, "b": data})
    found = read(data, members=500)
    assert any(reason == "limit" for _, reason in unreadable(found))


def test_an_encrypted_member_is_encrypted() -> None:
    data = zip_of({"a": TEXT})
    locked = in_central(data, 8, b"\x01")
    assert unreadable(read(locked)) == [("a", "encrypted")]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_are_read(method: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.writestr("a", TEXT)
    found = read(stream.getvalue())
    assert (lines(found), unreadable(found)) == (["TỐI MẬT"], [])


def test_a_method_that_nobody_here_knows_is_unsupported() -> None:
    data = bytearray(in_central(zip_of({"a": TEXT}), 10, b"\x09"))
    data[8] = 9  # deflate64
    assert unreadable(read(bytes(data))) == [("a", "unsupported")]


def test_a_changed_byte_is_found_by_its_checksum() -> None:
    data = bytearray(stored({"a": TEXT}))
    data[35] ^= 1
    assert unreadable(read(bytes(data))) == [("a", "corrupt")]


def test_bytes_behind_the_compressed_data_are_not_passed_over() -> None:
    assert unreadable(read(in_central(zip_of({"a": TEXT}) + b"", 20, struct.pack("<I", 2)))) != []


def test_a_member_whose_own_header_says_otherwise_is_corrupt() -> None:
    data = bytearray(stored({"a": TEXT}))
    data[30] = ord("b")  # the name in the member's own header
    assert unreadable(read(bytes(data))) == [("a", "corrupt")]


def test_bytes_between_members_make_an_archive_odd() -> None:
    first, second = stored({"a": TEXT}), stored({"a": TEXT, "b": TEXT})
    gap = len(first) - END_BYTES - CENTRAL_BYTES - 1
    data = second[:gap] + b"hidden" + second[gap:]
    assert ("", "corrupt") in unreadable(read(data))


def test_two_members_of_one_name_are_both_read() -> None:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr("a", "một")
        archive.writestr("a", "hai")
    assert lines(read(stream.getvalue())) == ["một", "hai"]


def test_two_document_parts_of_one_name_are_both_read() -> None:
    stream = io.BytesIO(docx_of({"document": "<w:p><w:r><w:t>một</w:t></w:r></w:p>"}))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a") as archive:
        warnings.simplefilter("ignore", UserWarning)
        archive.writestr("word/document.xml", f"<w:p {NAMESPACES}><w:r><w:t>hai</w:t></w:r></w:p>")
    assert lines(read(stream.getvalue())) == ["một", "hai"]


def test_a_comment_is_read() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a", "một")
        archive.comment = TEXT
    assert lines(read(stream.getvalue())) == ["TỐI MẬT", "một"]


def test_sizes_told_only_behind_the_data_are_understood() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", TEXT)
        archive.writestr("b", "hai")
    found = read(pipe.getvalue())
    assert (lines(found), unreadable(found)) == (["TỐI MẬT", "hai"], [])


def test_overlapping_members_are_odd() -> None:
    data = stored({"a": TEXT})
    at = len(data) - END_BYTES - CENTRAL_BYTES - 1
    entry = data[at : at + CENTRAL_BYTES + 1]
    end = bytearray(data[-END_BYTES:])
    struct.pack_into("<HHI", end, 8, 2, 2, 2 * len(entry))
    assert ("", "corrupt") in unreadable(read(data[:at] + entry * 2 + bytes(end)))
