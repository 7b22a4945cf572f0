"""What only the server unpacks: bz2, xz, lzma, zstd, cabinets, members of a zip in rarer methods."""

import bz2
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable

import pytest

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from backend.documents.sandbox import ExtractorPool
from tests.unit.documents.archive_builder import cabinet, seven_zip, zstd
from tests.unit.documents.file_builder import tar_of
from tests.unit.documents.rar_builder import RarMember, rar5

TEXT = "TỐI MẬT".encode()
STREAMS: dict[str, Callable[[bytes], bytes]] = {
    "application/x-bzip2": bz2.compress,
    "application/x-xz": lzma.compress,
    "application/x-lzma": lambda content: lzma.compress(content, lzma.FORMAT_ALONE),
    "application/zstd": zstd,
}


def read(data: bytes, **limits: float) -> Extraction:
    return extract(data, "", Limits(**limits))  # type: ignore[arg-type]


def lines(found: Extraction) -> dict[str, list[str]]:
    return {part.path: [line for page in part.pages for line in page.lines] for part in found.parts}


def unreadable(found: Extraction) -> list[tuple[str, str]]:
    return [(part.path, part.reason.value) for part in found.unreadable]


@pytest.mark.parametrize("kind", STREAMS)
def test_what_is_in_a_compressed_stream_is_read(kind: str) -> None:
    found = read(STREAMS[kind](tar_of({"a.txt": TEXT})))

    assert found.media_type == kind
    assert lines(found)["(content)/a.txt"] == ["TỐI MẬT"]
    assert unreadable(found) == []


@pytest.mark.parametrize("kind", STREAMS)
def test_a_compressed_stream_that_is_cut_off_is_corrupt(kind: str) -> None:
    assert unreadable(read(STREAMS[kind](TEXT * 50)[:-3])) == [("", "corrupt")]


@pytest.mark.parametrize("kind", ["application/x-bzip2", "application/x-xz", "application/zstd"])
def test_streams_one_behind_the_other_are_one_content(kind: str) -> None:
    pack = STREAMS[kind]
    assert lines(read(pack(TEXT[:5]) + pack(TEXT[5:])))["(content)"] == ["TỐI MẬT"]


@pytest.mark.parametrize("kind", STREAMS)
def test_a_compressed_stream_that_swells_beyond_its_ratio_is_over_the_limit(kind: str) -> None:
    assert unreadable(read(STREAMS[kind](bytes(6_000_000)))) == [("", "limit")]


@pytest.mark.parametrize("kind", STREAMS)
def test_what_packs_well_only_at_its_beginning_is_read(kind: str) -> None:
    noise = b"".join(
        zlib.crc32(struct.pack("<I", number)).to_bytes(4, "little").hex().encode() for number in range(9000)
    )
    content = b"\n" * 4_500_000 + TEXT + b"\n" + noise
    assert lines(read(STREAMS[kind](content)))["(content)"][0] == "TỐI MẬT"


def test_a_cabinet_is_read() -> None:
    found = read(cabinet({"a.txt": TEXT, "b.txt": b"hai"}))

    assert found.media_type == "application/vnd.ms-cab-compressed"
    assert lines(found) == {"": [], "a.txt": ["TỐI MẬT"], "b.txt": ["hai"]}
    assert unreadable(found) == []


def test_a_cabinet_that_goes_on_in_another_is_read_and_not_clean() -> None:
    assert ("", "corrupt") in unreadable(read(cabinet({"a.txt": TEXT}, flags=0x2)))


def test_a_cabinet_that_is_cut_off_is_corrupt() -> None:
    assert unreadable(read(cabinet({"a.txt": TEXT})[:-1])) == [("", "corrupt")]


def zipped_as(method: int, stored: bytes, content: bytes) -> bytes:
    """A zip of one member in a method that Python's zipfile does not write."""
    local = struct.pack(
        "<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, method, 0, 33, zlib.crc32(content), len(stored), len(content), 1, 0
    )
    central = struct.pack(
        "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, method, 0, 33, zlib.crc32(content), len(stored), len(content),
        1, 0, 0, 0, 0, 0, 0,
    )  # fmt: skip
    at = len(local) + 1 + len(stored)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, len(central) + 1, at, 0)
    return local + b"a" + stored + central + b"a" + end


@pytest.mark.parametrize(("method", "pack"), [(93, zstd), (95, lzma.compress), (zipfile.ZIP_BZIP2, bz2.compress)])
def test_a_zip_member_in_a_rarer_method_is_read(method: int, pack: Callable[[bytes], bytes]) -> None:
    found = read(zipped_as(method, pack(TEXT), TEXT))
    assert (lines(found)["a"], unreadable(found)) == (["TỐI MẬT"], [])


@pytest.mark.parametrize(("method", "pack"), [(93, zstd), (95, lzma.compress), (zipfile.ZIP_BZIP2, bz2.compress)])
def test_a_zip_member_in_a_rarer_method_that_holds_more_than_it_says_is_corrupt(
    method: int, pack: Callable[[bytes], bytes]
) -> None:
    assert unreadable(read(zipped_as(method, pack(TEXT * 9), TEXT))) == [("a", "corrupt")]


@pytest.mark.parametrize("compression", ["store", "deflate", "bzip2", "lzma1", "lzma2", "ppmd"])
def test_7z_is_read_in_every_method_that_libarchive_writes(compression: str) -> None:
    found = read(seven_zip({"a.txt": TEXT, "b.txt": b"hai"}, compression))
    assert lines(found) == {"": [], "a.txt": ["TỐI MẬT"], "b.txt": ["hai"]}


def test_members_of_a_7z_are_limited() -> None:
    found = read(seven_zip({str(number): TEXT for number in range(12)}), members=10)
    assert unreadable(found) == [("", "limit")]


def test_a_member_over_the_limit_does_not_keep_the_next_from_being_read() -> None:
    found = read(seven_zip({"a": bytes(5_000_000), "b.txt": TEXT}))
    assert (lines(found)["b.txt"], unreadable(found)) == (["TỐI MẬT"], [("a", "limit")])


def test_7z_inside_7z_inside_7z_ends_at_the_depth() -> None:
    data = TEXT
    for _ in range(10):
        data = seven_zip({"a": data})
    assert ("/".join("a" * 9), "limit") in unreadable(read(data))


async def test_archives_are_read_inside_the_sandbox() -> None:
    pool: ExtractorPool[Extraction] = ExtractorPool("backend.documents.extract.extract", processes=1)
    async with pool:
        seven = await pool.run(seven_zip({"a.txt": TEXT}), "a.7z", Limits())
        rar = await pool.run(rar5(RarMember("a.txt", TEXT)), "a.rar", Limits())
        bomb = await pool.run(seven_zip({"a": bytes(5_000_000)}), "a.7z", Limits())

    assert (lines(seven)["a.txt"], lines(rar)["a.txt"]) == (["TỐI MẬT"], ["TỐI MẬT"])
    assert unreadable(bomb) == [("a", "limit")]
