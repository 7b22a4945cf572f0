"""Stamps on scans, read by the scanner as it ships in a real browser: the pictures the server's finder is held to."""

import io
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.pages.scanner import WITH_WASM, ScannerPage, build_scanner
from tests.unit.documents.stamp_pictures import PICTURES, Group, Picture

LEVELS = {"MẬT": "MAT", "TỐI MẬT": "TOI_MAT", "TUYỆT MẬT": "TUYET_MAT"}
HIGHEST_FIRST = ("TUYET_MAT", "TOI_MAT", "MAT")
UNCERTAIN_HARMLESS = 1  # of all harmless pages together
PATIENCE = {"seconds": 300.0}  # on a busy machine a scan takes many times as long; how long is measured elsewhere


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_scanner(tmp_path_factory.mktemp("scanner"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with closing(browser.new_page()) as opened:
        yield opened


@pytest.fixture
def scanner(page: Page, built: Path) -> ScannerPage:
    opened = ScannerPage(page, built, policy=WITH_WASM, limits=PATIENCE)
    opened.open()
    return opened


def judged(scanner: ScannerPage, group: Group) -> dict[str, dict[str, Any]]:
    """Findings by the picture's name; one after another, for together they are a hundred megabytes."""
    return {picture.name: scanner.judge(_file(picture))[0] for picture in _of(group)}


def _of(group: Group) -> list[Picture]:
    return [picture for picture in PICTURES if picture.group is group]


def _file(picture: Picture) -> tuple[str, bytes]:
    return f"{picture.name}.png", picture.png()


def _told(finding: dict[str, Any]) -> tuple[str, str | None]:
    return finding["secrecy"], finding["level"]


def _expected(picture: Picture) -> tuple[str, str | None]:
    levels = [LEVELS[words] for words in picture.expected if words in LEVELS]
    return ("marked", min(levels, key=HIGHEST_FIRST.index)) if levels else ("declassified", None)


def _is_clean(finding: dict[str, Any]) -> bool:
    """As the page takes it: a file that was not read to its end says no secrecy either, and why."""
    return finding["secrecy"] == "none" and finding["unreadableReason"] is None


def test_plain_stamps_are_read(scanner: ScannerPage) -> None:
    found = judged(scanner, Group.EASY)

    assert {name: _told(finding) for name, finding in found.items()} == {
        picture.name: _expected(picture) for picture in _of(Group.EASY)
    }


def test_a_stamp_that_is_hard_to_read_never_passes_for_clean(scanner: ScannerPage) -> None:
    found = judged(scanner, Group.HARD)

    assert [name for name, finding in found.items() if finding["unreadableReason"]] == []
    assert [name for name, finding in found.items() if _is_clean(finding)] == []


def test_seals_logos_charts_and_photographs_are_no_stamps(scanner: ScannerPage) -> None:
    found = judged(scanner, Group.HARMLESS)

    assert [name for name, finding in found.items() if finding["secrecy"] == "marked"] == []
    assert len([name for name, finding in found.items() if finding["secrecy"] == "uncertain"]) <= UNCERTAIN_HARMLESS
    assert [name for name, finding in found.items() if finding["unreadableReason"]] == []


def test_a_scan_there_was_no_time_for_is_over_the_limit(page: Page, built: Path) -> None:
    hurried = ScannerPage(page, built, policy=WITH_WASM, limits={"seconds": 0.2})
    hurried.open()

    (finding,) = hurried.judge(_file(_named("toi-mat-over-seal")))

    assert (finding["unreadableReason"], _is_clean(finding)) == ("limit", False)


def test_a_scan_cut_short_inside_is_not_clean(scanner: ScannerPage) -> None:
    (finding,) = scanner.judge(("a.png", _cut_inside(_named("mat-150").png())))

    assert finding["unreadableReason"] == "corrupt"


def test_a_scanned_paper_is_looked_at_page_after_page(scanner: ScannerPage) -> None:
    pages = [_named(name).draw().convert("RGB") for name in ("letter", "toi-mat-over-text", "sealed")]
    stream = io.BytesIO()
    pages[0].save(stream, "PDF", save_all=True, append_images=pages[1:], resolution=150)

    (finding,) = scanner.judge(("quét.pdf", stream.getvalue()))

    assert (*_told(finding), finding["hits"][0]["page"]) == ("marked", "TOI_MAT", 2)
    assert scanner.call("looked") == ["1/3", "2/3", "3/3"]


def test_the_recogniser_is_loaded_once_with_the_first_picture(scanner: ScannerPage) -> None:
    stamped = _named("mat-150")

    scanner.judge(("giay-moi.txt", "Kính mời họp lúc 8 giờ".encode()))
    assert not [path for path in scanner.requested if path.startswith("congvu-tesseract-")]
    scanner.judge(_file(stamped), _file(stamped))
    assert len([path for path in scanner.requested if path.startswith("congvu-tesseract-")]) == 1


def test_where_the_page_refuses_webassembly_a_stamp_is_uncertain(page: Page, built: Path) -> None:
    strict = ScannerPage(page, built)
    strict.open()

    stamped, blank = strict.judge(_file(_named("mat-150")), _file(_named("blank")))

    assert (stamped["secrecy"], stamped["unreadableReason"]) == ("uncertain", None)
    assert (blank["secrecy"], blank["unreadableReason"]) == ("none", None)


def _cut_inside(png: bytes) -> bytes:
    """Its first data chunk cut to a twentieth, its checksum right; the others gone."""
    length, start = int.from_bytes(png[(at := png.index(b"IDAT")) - 4 : at], "big"), at + 4
    chunk = b"IDAT" + png[start : start + length // 20]
    end = b"\0\0\0\0IEND\xaeB`\x82"
    return png[: at - 4] + (len(chunk) - 4).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + end


def _named(name: str) -> Picture:
    return next(picture for picture in PICTURES if picture.name == name)
