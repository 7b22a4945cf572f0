"""PDF files that show pictures: scanned pages, and papers with a stamp pasted in."""

import io
import zlib

from PIL import Image

from tests.unit.documents.pdf_writer import pdf, stream

PAGE_WIDTH, PAGE_HEIGHT = 595.0, 842.0
POINTS_PER_INCH = 72.0


def scanned(image: Image.Image, *, content: str = "", quality: int = 80) -> bytes:
    """A page that is one picture (JPEG); `content` is drawn over it."""
    return with_picture(image, (0, 0, PAGE_WIDTH, PAGE_HEIGHT), content, quality=quality)


def with_picture(
    image: Image.Image, box: tuple[float, float, float, float], content: str, *, quality: int | None = None
) -> bytes:
    """`box` is where the picture stands: left, bottom, width, height in points. Without `quality` pixels are kept."""
    left, bottom, width, height = box
    show = f"q {width} 0 0 {height} {left} {bottom} cm /Im Do Q\n"
    colours = "/DeviceGray" if image.mode in ("L", "1") else "/DeviceRGB"
    plain = image.convert("L" if colours == "/DeviceGray" else "RGB")
    data, filter_name = _packed(plain, quality)
    entries = (
        f"/Type /XObject /Subtype /Image /Width {plain.width} /Height {plain.height} /BitsPerComponent 8 "
        f"/ColorSpace {colours} /Filter /{filter_name}"
    )
    return pdf(show + content, objects={10: stream(data, entries)})


def _packed(image: Image.Image, quality: int | None) -> tuple[bytes, str]:
    if quality is None:
        return zlib.compress(image.tobytes(), 9), "FlateDecode"
    written = io.BytesIO()
    image.save(written, "JPEG", quality=quality)
    return written.getvalue(), "DCTDecode"
