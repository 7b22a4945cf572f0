"""Compound files that lie about where things stand, and how long they are."""

import struct
import time
from random import Random

from backend.documents.compound.file import CompoundFile
from backend.documents.extract import extract
from backend.documents.limits import Budget, Limits
from backend.documents.model import Extraction
from tests.unit.documents.compound_builder import SECTOR, compound_of
from tests.unit.documents.file_builder import zip_of
from tests.unit.documents.word_builder import Run, word_of, word_streams

PAPER = word_of([Run("TỐI MẬT\r")])
FAT_COUNT_AT, DIRECTORY_AT, DIFAT_AT, FIRST_FAT_AT = 44, 48, 68, 76
START_AT, SIZE_AT, RIGHT_AT, CHILD_AT, KIND_AT = 116, 120, 72, 76, 66


def read(data: bytes, **limits: float) -> Extraction:
    return extract(data, "x.doc", Limits(**limits))  # type: ignore[arg-type]


def unreadable(found: Extraction) -> list[tuple[str, str]]:
    return [(part.path, part.reason.value) for part in found.unreadable]


def lines(found: Extraction) -> list[str]:
    return [line for part in found.parts for page in part.pages for line in page.lines]


def number_at(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def with_number(data: bytes, at: int, value: int) -> bytes:
    return data[:at] + struct.pack("<I", value) + data[at + 4 :]


def entry_at(data: bytes, number: int) -> int:
    return (number_at(data, DIRECTORY_AT) + 1) * SECTOR + 128 * number


def link_at(data: bytes, sector: int) -> int:
    """Where the table says what follows a sector."""
    return (number_at(data, FIRST_FAT_AT) + 1) * SECTOR + 4 * sector


def test_a_whole_file_is_read_and_clean() -> None:
    found = read(PAPER)
    assert (found.media_type, lines(found), unreadable(found)) == ("application/msword", ["TỐI MẬT"], [])


def test_a_stream_that_claims_more_than_the_file_holds_is_corrupt_but_read() -> None:
    large = compound_of({**word_streams([Run("TỐI MẬT\r")]), "Data": bytes(5000)})
    found = read(with_number(large, entry_at(large, 3) + SIZE_AT, 0x7FFFFFFF))
    assert lines(found) == ["TỐI MẬT"]
    assert unreadable(found) == [("", "corrupt")]


def test_a_chain_that_runs_in_a_circle_ends() -> None:
    large = compound_of({"WordDocument": bytes(9000)})
    start = number_at(large, entry_at(large, 1) + START_AT)
    looped = with_number(large, link_at(large, start), start)
    file = CompoundFile(looped, Budget.start(Limits()))
    assert len(file.root.stream("WordDocument") or b"") == 9000


def test_a_directory_whose_entries_name_each_other_is_corrupt_but_read() -> None:
    found = read(with_number(PAPER, entry_at(PAPER, 2) + RIGHT_AT, 1))
    assert (lines(found), unreadable(found)) == (["TỐI MẬT"], [("", "corrupt")])


def test_entries_that_no_folder_reaches_are_read_all_the_same() -> None:
    found = read(with_number(PAPER, entry_at(PAPER, 0) + CHILD_AT, 0xFFFFFFFF))
    assert (lines(found), unreadable(found)) == (["TỐI MẬT"], [("", "corrupt")])


def test_an_allocation_table_that_lists_itself_ends() -> None:
    looped = with_number(with_number(PAPER, DIFAT_AT, 0), DIFAT_AT + 4, 0xFFFFFFFF)
    assert read(looped).unreadable


def test_a_file_of_four_thousand_byte_sectors_is_read() -> None:
    assert lines(read(_version_4({"WordDocument": 1, "1Table": 2}))) == ["TỐI MẬT"]


def _version_4(numbers: dict[str, int]) -> bytes:
    """The paper in sectors of 4096 bytes, a stream in each, padded beyond the size that goes into small sectors."""
    streams = word_streams([Run("TỐI MẬT\r")])
    sector = 4096
    header = bytearray(PAPER[:512])
    struct.pack_into("<5H", header, 24, 0x3E, 4, 0xFFFE, 12, 6)
    struct.pack_into("<9I", header, 40, 1, 1, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", header, FIRST_FAT_AT, 3)
    directory = bytearray(sector)
    for number, name in enumerate(["", *numbers]):
        entry = bytearray(PAPER[entry_at(PAPER, number) :][:128])
        struct.pack_into("<IQ", entry, START_AT, numbers.get(name, 0xFFFFFFFE), sector if number else 0)
        directory[128 * number : 128 * number + 128] = entry
    bodies = [streams[name].ljust(sector, b"\0")[:sector] for name in numbers]
    fat = struct.pack("<4I", 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD).ljust(sector, b"\xff")
    return bytes(header).ljust(sector, b"\0") + bytes(directory) + b"".join(bodies) + fat


def test_an_archive_behind_the_last_stream_is_read_and_never_clean() -> None:
    found = read(PAPER + zip_of({"a.txt": "MẬT".encode()}))
    assert "MẬT" in lines(found)
    assert ("", "corrupt") in unreadable(found)


def test_a_thousand_entries_of_the_same_sectors_do_not_take_long() -> None:
    folder = {f"x{number}": bytes(5000) for number in range(3)}
    data = compound_of({**folder, **{f"e{number}": b"" for number in range(4000)}})
    first = number_at(data, entry_at(data, 1) + START_AT)
    for number in range(4, 4004):
        at = entry_at(data, number)
        data = data[: at + START_AT] + struct.pack("<IQ", first, 5000) + data[at + SIZE_AT + 8 :]
    began = time.monotonic()
    assert read(data).unreadable
    assert time.monotonic() - began < 10


def test_pieces_that_lie_on_each_other_are_no_text_but_a_trap() -> None:
    streams = word_streams([Run("x" * 4000, wide=False)] * 20)
    table = bytearray(streams["1Table"])
    at = table.rindex(b"\x02" + struct.pack("<I", 20 * 12 + 4)) + 5
    for number in range(21):
        struct.pack_into("<I", table, at + 4 * number, number * 40_000_000)
    found = read(compound_of({**streams, "1Table": bytes(table)}))
    assert unreadable(found) == [("", "limit")]


def test_bytes_changed_at_random_never_stop_the_reader() -> None:
    random = Random(1997)
    for _ in range(300):
        data = bytearray(PAPER)
        for _ in range(random.randint(1, 8)):
            data[random.randrange(512, len(data))] = random.randrange(256)
        read(bytes(data), seconds=5)
