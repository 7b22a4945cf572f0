"""Which reader reads what: one line for each media type that a file's first bytes name (sniff)."""

from collections.abc import Callable, Mapping

from backend.documents.images import read_image
from backend.documents.reading import Reading

Reader = Callable[[bytes, str, int, Reading], str]
"""Called with (data, path, depth, reading): adds what it reads to `reading`, sends inner files deeper, and returns the
media type. Raises Unreadable for the whole of it, or LimitExceeded."""

READERS: Mapping[str, Reader] = {
    "image/png": read_image,
    "image/jpeg": read_image,
    "image/tiff": read_image,
    "image/webp": read_image,
    "image/gif": read_image,
    "image/bmp": read_image,
    "image/heic": read_image,
    "image/avif": read_image,
}
