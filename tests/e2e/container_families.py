"""One kind of file after another with the same words in it: what people attach, marked or harmless."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from backend.text.legacy_tables import LegacyCharset
from tests.corpus import office_writers as office
from tests.corpus import opendocument_writers as opendocument
from tests.corpus import text_writers as text
from tests.corpus import wrapping
from tests.corpus.paper import LINES, SAMPLE, Paper, Place, Run
from tests.unit.documents import test_binary_workbook as binary_workbook
from tests.unit.documents.scanned_pdf import scanned
from tests.unit.documents.stamp_drawing import png_bytes
from tests.unit.documents.stamp_pictures import PICTURES, Picture
from tests.unit.documents.word_builder import Run as WordRun
from tests.unit.documents.word_builder import word_of
from tests.unit.text.old_writing import bytes_in

MARK, TWIN = "TỐI MẬT", "BẢO MẬT"
# Scans: a stamp pressed on a page, and the round seal and signature that every paper has
STAMPED, SEALED = "toi-mat-150", "sealed"
Writer = Callable[[Paper], bytes]


@dataclass(frozen=True, slots=True)
class Family:
    """`write` puts MARK or TWIN into a file; `where` is what the person is told of the place of the mark."""

    suffix: str
    write: Callable[[str], bytes]
    where: str


def _family(suffix: str, write: Writer, place: Place, where: str) -> Family:
    return Family(suffix, lambda words: write(Paper(Run(words), place)), where)


def _docx(words: str) -> bytes:
    return office.docx_paper(Paper(Run(words)))


def _word_97(words: str) -> bytes:
    return word_of([WordRun(f"{line}\r") for line in (words, *LINES, SAMPLE)])


def _tcvn3(words: str) -> bytes:
    return bytes_in(LegacyCharset.TCVN3, "\r\n".join([words, *LINES, SAMPLE]))


def _scan(words: str) -> bytes:
    drawn = _picture(words)
    return png_bytes(drawn.draw(), drawn.dpi)


def _scanned_pdf(words: str) -> bytes:
    return scanned(_picture(words).draw())


def _picture(words: str) -> Picture:
    name = STAMPED if words == MARK else SEALED
    return next(picture for picture in PICTURES if picture.name == name)


def _binary_workbook(words: str) -> bytes:
    cells = (binary_workbook.string_cell(column, column) for column in range(2))
    return binary_workbook.book(binary_workbook.sheet(*cells), binary_workbook.strings(SAMPLE, words))


def _wrapped(suffix: str, wrap: Callable[[bytes], bytes]) -> Family:
    return Family(suffix, lambda words: wrap(_docx(words)), wrapping.NAME)


READ_IN_BROWSER: Mapping[str, Family] = {
    "docx": _family("docx", office.docx_paper, Place.HEADER, "trang 1"),
    "xlsx": _family("xlsx", office.xlsx_paper, Place.HIDDEN, "Vị trí"),
    "pptx": _family("pptx", office.pptx_paper, Place.NOTE, "trang 2"),
    "odt": _family("odt", opendocument.odt_paper, Place.CELL, "trang 1"),
    "ods": _family("ods", opendocument.ods_paper, Place.CELL, "trang 1"),
    "rtf": _family("rtf", text.rtf_paper, Place.HEADER, "trang 1"),
    "doc": Family("doc", _word_97, "trang 1"),
    "xls": _family("xls", office.xls_paper, Place.CELL, "trang 1"),
    "pdf": _family("pdf", text.pdf_paper, Place.LATER_PAGE, "trang 3"),
    "pdf scan": Family("pdf", _scanned_pdf, "trang 1"),
    "png scan": Family("png", _scan, "trang 1"),
    "zip": _wrapped("zip", wrapping.zipped),
    "tar.gz": _wrapped("tar.gz", wrapping.tar_gzipped),
    "7z": _wrapped("7z", wrapping.in_seven_zip),
    "letter with attachment": _wrapped("eml", wrapping.attached),
    "html": _family("html", text.html_paper, Place.CELL, "dòng 1"),
    "xml": _family("xml", text.xml_paper, Place.BODY, "dòng 1"),
    "TCVN3 text": Family("txt", _tcvn3, "dòng 1"),
}
READ_AT_SERVER: Mapping[str, Family] = {
    "bz2": _wrapped("bz2", wrapping.bzipped),
    "xz": _wrapped("xz", wrapping.xzipped),
    "xlsb": Family("xlsb", _binary_workbook, ""),
}
