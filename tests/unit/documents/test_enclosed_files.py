"""Files written out in letters: whatever their bytes, they come out as they went in."""

import base64
import binascii

from hypothesis import given
from hypothesis import strategies as st

from backend.documents.enclosed_files import enclosed_files
from backend.documents.extract import extract
from backend.documents.limits import Limits

LINE_BYTES = 45  # of a uuencoded line
FILES = st.binary(min_size=1, max_size=300)
ZIP_START = b"PK\x03\x04"


def uuencoded(content: bytes, *, backtick: bool, line_end: str) -> str:
    lines = [
        binascii.b2a_uu(content[at : at + LINE_BYTES], backtick=backtick).decode().rstrip("\n")
        for at in range(0, len(content), LINE_BYTES)
    ]
    return line_end.join(["begin 644 a b.doc", *lines, "`", "end", ""])


@given(FILES, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_a_uuencoded_file_is_found_between_words(content: bytes, backtick: bool, line_end: str) -> None:
    written = uuencoded(content, backtick=backtick, line_end=line_end)

    assert enclosed_files(f"Kính gửi\n{written}Trân trọng")[0] == content


@given(FILES)
def test_a_file_in_base64_is_found_however_it_is_wrapped(rest: bytes) -> None:
    content = ZIP_START + rest + bytes(12)
    in_one, in_lines = base64.b64encode(content).decode(), base64.encodebytes(content).decode()

    assert enclosed_files(f"data:application/zip;base64,{in_one} và") == [content]
    assert enclosed_files(f"<Content>\n{in_lines}</Content>") == [content]
    assert enclosed_files(f'"{in_one.rstrip("=")}"') == [content]


@given(FILES, st.integers(min_value=1, max_value=40))
def test_a_uuencoded_file_cut_off_anywhere_is_never_clean(content: bytes, missing: int) -> None:
    written = uuencoded(content, backtick=True, line_end="\n")
    head = len("begin 644 a b.doc\n") + 6  # so much that its first line still is one

    found = extract(written[: max(len(written) - 5 - missing, head)].encode(), "", Limits())

    assert found.unreadable


def test_a_picture_that_is_read_in_its_address_is_no_file_besides() -> None:
    picture = base64.b64encode(b"GIF89a" + bytes(40)).decode()

    assert enclosed_files(f'<img src="data:image/gif;base64,{picture}">', pictures_are_read=True) == []
    assert len(enclosed_files(f"data:image/gif;base64,{picture}")) == 1
