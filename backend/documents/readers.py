"""Which reader reads what: one line for each media type that a file's first bytes name (sniff)."""

from collections.abc import Callable, Mapping

from backend.documents import archive_reader, cms_file, compressed_reader, sniff, tar_reader, tnef_file
from backend.documents.compound.reader import read_compound
from backend.documents.images import read_image
from backend.documents.metafile.reader import read_emf, read_wmf
from backend.documents.reading import Reading
from backend.documents.rtf.document import read_rtf

Reader = Callable[[bytes, str, int, Reading], str]
"""Called with (data, path, depth, reading): adds what it reads to `reading`, sends inner files deeper, and returns the
media type. Raises Unreadable for the whole of it, or LimitExceeded."""

READERS: Mapping[str, Reader] = {
    sniff.SEVEN_ZIP: archive_reader.read_seven_zip,
    sniff.RAR: archive_reader.read_rar,
    sniff.CAB: archive_reader.read_cab,
    sniff.TAR: tar_reader.read_tar,
    sniff.GZIP: compressed_reader.read_gzip,
    sniff.BZIP2: compressed_reader.read_bzip2,
    sniff.XZ: compressed_reader.read_xz,
    sniff.LZMA: compressed_reader.read_lzma,
    sniff.ZSTD: compressed_reader.read_zstd,
    sniff.CMS: cms_file.read_cms,
    sniff.TNEF: tnef_file.read_tnef,
    sniff.OLE: read_compound,
    "image/png": read_image,
    "image/jpeg": read_image,
    "image/tiff": read_image,
    "image/webp": read_image,
    "image/gif": read_image,
    "image/bmp": read_image,
    "image/heic": read_image,
    "image/avif": read_image,
    sniff.RTF: read_rtf,
    sniff.EMF: read_emf,
    sniff.WMF: read_wmf,
}
