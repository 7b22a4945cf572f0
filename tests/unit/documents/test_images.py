"""Pictures of every format are decoded as a viewer shows them and looked at for stamps; never clean by halves."""

from collections.abc import Callable
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from backend.documents import images
from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction, UnreadableReason
from backend.documents.picture_size import is_page, resolutions
from backend.documents.sandbox import ExtractorPool
from backend.documents.stamps import letters
from tests.unit.documents.file_builder import zip_of
from tests.unit.documents.harmless_pictures import HARMLESS
from tests.unit.documents.heic_sample import TOI_MAT_HEIC
from tests.unit.documents.stamp_drawing import Paper, Stamp, png_bytes

DPI = 110


def marked(words: str = "TỐI MẬT") -> Image.Image:
    paper = Paper(DPI)
    paper.letter(body_lines=6)
    paper.stamp(Stamp(words, height=10, angle=4))
    return paper.image


def plain() -> Image.Image:
    paper = Paper(DPI)
    paper.letter(body_lines=6, sample=False)
    return paper.image


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def read(data: bytes, **limits: int) -> Extraction:
    return extract(data, "", Limits(seconds=60, **limits))


def stamps_of(found: Extraction) -> list[tuple[str, ...]]:
    return [page.stamps for part in found.parts for page in part.pages]


FORMATS: dict[str, tuple[str, Callable[[Image.Image], bytes]]] = {
    "png": ("image/png", lambda i: saved(i, "PNG")),
    "jpeg": ("image/jpeg", lambda i: saved(i, "JPEG", quality=70)),
    "jpeg cmyk": ("image/jpeg", lambda i: saved(i.convert("CMYK"), "JPEG")),
    "tiff": ("image/tiff", lambda i: saved(i, "TIFF", compression="tiff_lzw", dpi=(DPI, DPI))),
    "tiff big-endian": ("image/tiff", lambda i: saved(i, "TIFF", big_tiff=True)),
    "webp": ("image/webp", lambda i: saved(i, "WEBP", quality=80)),
    "gif": ("image/gif", lambda i: saved(i.quantize(64), "GIF")),
    "bmp": ("image/bmp", lambda i: saved(i, "BMP")),
    "palette": ("image/png", lambda i: saved(i.quantize(32), "PNG")),
    "16 bit": ("image/png", lambda i: saved(Image.fromarray(np.asarray(i.convert("L"), np.uint16) * 257), "PNG")),
    "transparent": ("image/png", lambda i: saved(on_nothing(i), "PNG")),
}


def on_nothing(image: Image.Image) -> Image.Image:
    """The ink alone; where there was paper it is transparent black."""
    pixels = np.array(image.convert("RGBA"))
    pixels[(pixels[..., :3] > 240).all(axis=2)] = 0
    return Image.fromarray(pixels, "RGBA")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_stamp_is_read_in_a_picture_of_every_format(kind: str) -> None:
    media_type, save = FORMATS[kind]
    found = read(save(marked()))

    assert (found.media_type, stamps_of(found)) == (media_type, [("TỐI MẬT",)])
    assert (found.unreadable, found.uncertain) == ((), ())


@pytest.mark.parametrize("kind", FORMATS)
def test_a_plain_letter_is_clean_in_a_picture_of_every_format(kind: str) -> None:
    found = read(FORMATS[kind][1](plain()))

    assert (stamps_of(found), found.unreadable, found.uncertain) == ([()], (), ())


def test_a_stamp_is_read_in_a_heic_picture() -> None:
    found = read(TOI_MAT_HEIC)

    assert (found.media_type, stamps_of(found), found.unreadable) == ("image/heic", [("TỐI MẬT",)], ())


def test_every_page_of_a_tiff_is_looked_at() -> None:
    pages = [plain(), plain(), marked("MẬT")]
    found = read(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw"))

    assert stamps_of(found) == [(), (), ("MẬT",)]
    assert [page.number for page in found.parts[0].pages] == [1, 2, 3]


def test_the_print_of_the_first_pages_is_read_too() -> None:
    lines = read(png_bytes(plain(), DPI)).parts[0].pages[0].lines

    assert any("CỘNG HÒA" in line for line in lines)
    assert any(line.startswith("Kính gửi") for line in lines)


def test_a_picture_whose_print_there_was_no_time_to_read_is_over_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "SECONDS_KEPT", 3600.0)

    found = read(saved(plain(), "PNG"))

    assert [part.reason for part in found.unreadable] == [UnreadableReason.LIMIT]


def test_a_photograph_taken_sideways_is_turned_before_it_is_read() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # Orientation: the camera was turned right
    found = read(saved(marked().rotate(90, expand=True), "JPEG", exif=exif, quality=80))

    assert stamps_of(found) == [("TỐI MẬT",)]
    assert any("CỘNG HÒA" in line for line in found.parts[0].pages[0].lines)


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "webp", "gif", "bmp"])
def test_a_picture_cut_short_is_corrupt(kind: str) -> None:
    data = FORMATS[kind][1](marked())
    found = read(data[: len(data) * 2 // 3])

    assert [part.reason for part in found.unreadable] == [UnreadableReason.CORRUPT]


def test_the_pages_before_a_broken_one_are_read() -> None:
    pages = [marked("MẬT"), plain()]
    data = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="tiff_lzw")
    found = read(data[: int(len(data) * 0.8)])

    assert [part.reason for part in found.unreadable] == [UnreadableReason.CORRUPT]


def test_more_pixels_than_any_scan_has_are_over_the_limit() -> None:
    found = read(saved(Image.new("1", (30_000, 30_000)), "PNG"))

    assert [part.reason for part in found.unreadable] == [UnreadableReason.LIMIT]


def test_more_pages_than_allowed_are_over_the_limit_and_those_before_are_read() -> None:
    pages = [marked("MẬT"), plain(), plain()]
    found = read(saved(pages[0], "TIFF", save_all=True, append_images=pages[1:]), pages=2)

    assert [part.reason for part in found.unreadable] == [UnreadableReason.LIMIT]
    assert stamps_of(found) == [("MẬT",), ()]


def test_a_picture_too_small_for_a_stamp_is_clean() -> None:
    found = read(saved(Image.new("RGB", (9, 400), "red"), "PNG"))

    assert (found.unreadable, found.uncertain, stamps_of(found)) == ((), (), [()])


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_what_is_hidden_behind_a_picture_is_read(kind: str) -> None:
    found = read(FORMATS[kind][1](plain()) + "\nTUYỆT MẬT\n".encode())

    assert [(part.path, part.pages[0].lines) for part in found.parts[1:]] == [("(tail)", ("TUYỆT MẬT",))]


def test_an_archive_behind_a_photograph_is_read() -> None:
    found = read(saved(plain(), "JPEG") + zip_of({"a.txt": "MẬT".encode()}))

    assert ("MẬT",) in [page.lines for part in found.parts for page in part.pages]


def test_a_cameras_own_fields_behind_a_photograph_are_let_be() -> None:
    found = read(saved(plain(), "JPEG") + bytes(range(1, 200)) + b"SEFT")

    assert found.unreadable == ()


def test_what_only_begins_like_a_bitmap_is_text() -> None:
    assert read("BM01 Biểu mẫu tổng hợp".encode()).media_type == "text/plain"


@pytest.mark.parametrize(
    ("size", "stated", "expected"),
    [
        ((1654, 2339), 200.0, (200.0,)),  # a scan that says so
        ((1654, 2339), 72.0, (200, 565.8)),  # a photograph's 72 is no paper's size
        ((197, 68), 96.0, (96.0, 47.7)),  # a stamp pasted into a letter
        ((400, 300), None, (96.0, 96.8)),
        ((4000, 3000), None, (342.1, 967.6)),
    ],
)
def test_how_large_a_picture_is_on_paper(
    size: tuple[int, int], stated: float | None, expected: tuple[float, ...]
) -> None:
    assert resolutions(*size, stated) == pytest.approx(expected, abs=0.6)


def test_a_page_is_a_page_from_a5_on() -> None:
    assert is_page(1240, 1754, 150)
    assert not is_page(400, 300, 96)
    assert not is_page(400, 560, 48)


def test_without_the_vietnamese_data_a_picture_is_uncertain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "DATA_FOLDERS", ())
    monkeypatch.setattr(letters, "_engine", letters._engine.__wrapped__)
    monkeypatch.setattr(letters, "data_folder", letters.data_folder.__wrapped__)
    found = read(png_bytes(plain(), DPI))

    assert [place.page for place in found.uncertain] == [1]


async def test_pictures_are_read_inside_the_extractors_sandbox() -> None:
    """Memory bounded, no file written, no process and no socket: with everything that reads pictures loaded inside."""
    async with ExtractorPool[Extraction]("backend.documents.extract.extract", timeout_seconds=60) as pool:
        found = await pool.run(png_bytes(marked(), DPI), "a.png", Limits(seconds=50))
        sealed = await pool.run(png_bytes(HARMLESS["sealed-300"][1](), 300), "b.png", Limits(seconds=50))
        bomb = await pool.run(saved(Image.new("1", (30_000, 30_000)), "PNG"), "c.png", Limits())

    assert stamps_of(found) == [("TỐI MẬT",)]
    assert (stamps_of(sealed), sealed.uncertain, sealed.unreadable) == ([()], (), ())
    assert [part.reason for part in bomb.unreadable] == [UnreadableReason.LIMIT]
