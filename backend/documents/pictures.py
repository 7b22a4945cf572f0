"""Decoding pictures with Pillow and pi-heif into RGB as a viewer shows them: upright, on white, eight bits."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from backend.documents.model import UnreadableReason
from backend.documents.reading import Corrupt, Unreadable, Unsupported

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "HEIF", "AVIF")
DEEP_MODES = {"I;16", "I;16B", "I;16L", "I", "F"}


@dataclass(frozen=True, slots=True)
class Picture:
    """RGB (height, width, 3); `dpi` as the file states it, None when it does not."""

    pixels: NDArray[np.uint8]
    dpi: float | None


def open_picture(stream: BytesIO) -> Image.Image:
    """Raises Corrupt for what only begins like a picture, Unsupported for a format or a method Pillow lacks."""
    _register_heif()
    Image.MAX_IMAGE_PIXELS = None  # we count pixels ourselves, before any are decoded
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Image.open(stream, formats=FORMATS)
    except UnidentifiedImageError:
        raise Corrupt from None
    except (OSError, SyntaxError, ValueError, KeyError):
        raise Corrupt from None


def pictures_of(opened: Image.Image, most_pixels: int) -> Iterator[Picture]:
    """Every page of a TIFF, every frame of an animation.

    Raises:
        Unreadable: a page has more than `most_pixels` (limit), is cut short or odd (corrupt).
    """
    index = 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                opened.seek(index)
                if opened.width * opened.height > most_pixels:
                    raise Unreadable(UnreadableReason.LIMIT)
                picture = _decoded(opened)
        except EOFError:
            if index == 0 or index < getattr(opened, "n_frames", 1):
                raise Corrupt from None
            return
        except NotImplementedError:
            raise Unsupported from None
        except (OSError, SyntaxError, ValueError, KeyError, TypeError, IndexError, OverflowError, ZeroDivisionError):
            raise Corrupt from None
        yield picture
        index += 1


def _decoded(opened: Image.Image) -> Picture:
    stated = _stated_dpi(opened)
    image = ImageOps.exif_transpose(opened)
    if image.mode in DEEP_MODES:
        return Picture(_of_deep(image), stated)
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, (255, 255, 255, 255))
        image = Image.alpha_composite(paper, image)
    return Picture(np.asarray(image.convert("RGB"), np.uint8), stated)


def _of_deep(image: Image.Image) -> NDArray[np.uint8]:
    """Grey with more than eight bits, from its darkest to its lightest."""
    values = np.asarray(image).astype(np.float32)
    low, high = float(values.min()), float(values.max())
    full = (values - low) * (255 / (high - low)) if high > low else np.full_like(values, 255)
    return np.asarray(np.repeat(full[..., None], 3, axis=2), np.uint8)


def _stated_dpi(opened: Image.Image) -> float | None:
    stated = opened.info.get("dpi")
    if not isinstance(stated, tuple) or not stated:
        return None
    try:
        dpi = float(stated[0])
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return dpi if 20 <= dpi <= 2400 else None


@cache
def _register_heif() -> None:
    from pi_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
