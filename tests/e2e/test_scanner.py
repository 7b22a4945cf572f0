"""The scanner as it ships, in a real browser: judged beside the page, nothing asked of any server."""

import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import docx
import pytest
import typst
from playwright.sync_api import Browser, Page

from tests.e2e.pages.scanner import POLICY, NamedFile, ScannerPage, build_scanner
from tests.unit.documents.archive_builder import seven_zip
from tests.unit.documents.file_builder import tar_of
from tests.unit.documents.rar_builder import RarMember, rar4, rar5

BESIDE = '#set text(font: "Liberation Serif")\n#grid(columns: (1fr, 1fr), [TỐI MẬT], [Về việc tăng cường kỷ luật])\n'
LETTER = "Số: 12/UBND-VX\nV/v rà soát hộp thư điện tử\nKính gửi: Sở Y tế.\n"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_scanner(tmp_path_factory.mktemp("scanner"))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with closing(browser.new_page()) as opened:
        yield opened


@pytest.fixture
def scanner(page: Page, built: Path) -> ScannerPage:
    opened = ScannerPage(page, built)
    opened.open()
    return opened


def marked_docx() -> NamedFile:
    document = docx.Document()
    document.add_paragraph("Kính gửi các đơn vị.")
    document.sections[0].header.paragraphs[0].text = "TUYỆT MẬT"
    stream = io.BytesIO()
    document.save(stream)
    return "ke-hoach.docx", stream.getvalue()


def zipped(*files: NamedFile) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return stream.getvalue()


def test_marks_are_found_in_every_kind_of_file(scanner: ScannerPage) -> None:
    files = [
        marked_docx(),
        ("bên.pdf", typst.compile(BESIDE.encode())),
        ("trong.jpg", zipped(("inner.zip", zipped(marked_docx())))),
        ("công văn.txt", LETTER.encode()),
    ]
    word, pdf, archive, letter = scanner.judge(*files)

    assert (word["secrecy"], word["level"], word["hits"][0]["page"]) == ("marked", "TUYET_MAT", 1)
    assert (pdf["secrecy"], pdf["level"], pdf["hits"][0]["line"]) == ("marked", "TOI_MAT", 1)
    assert archive["hits"][0]["part"] == "inner.zip/ke-hoach.docx"
    assert (letter["secrecy"], letter["unreadableReason"], letter["obligation"]) == ("none", None, "encouraged")
    assert (letter["document"]["number"], letter["document"]["kinhGui"]) == ("12/UBND-VX", ["Sở Y tế"])


def packed_files() -> list[NamedFile]:
    name, data = marked_docx()
    tar = tar_of({f"thư mục/{name}": data})
    return [
        ("gói.tar", tar),
        ("gói.tgz", gzip.compress(tar)),
        ("gói.7z", seven_zip({name: data})),
        ("gói.rar", rar5(RarMember(name, data))),
        ("cũ.rar", rar4(RarMember(name, data))),
    ]


def test_archives_are_read_where_the_page_allows_wasm(page: Page, built: Path) -> None:
    policy = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    scanner = ScannerPage(page, built, policy=policy)
    scanner.open()

    found = scanner.judge(*packed_files())

    assert [(one["secrecy"], one["level"], one["unreadableReason"]) for one in found] == [
        ("marked", "TUYET_MAT", None)
    ] * 5
    assert all(path in ("", "favicon.ico") or path.endswith(".js") for path in scanner.requested)
    assert sum(path.startswith("congvu-archive-") for path in scanner.requested) == 1


def test_a_page_that_refuses_wasm_reads_tar_and_gz_and_calls_the_others_unsupported(scanner: ScannerPage) -> None:
    tar, tgz, *others = scanner.judge(*packed_files())

    assert (tar["secrecy"], tgz["secrecy"]) == ("marked", "marked")
    assert [one["unreadableReason"] for one in others] == ["unsupported"] * 3


def test_nothing_is_asked_of_any_server_for_it(scanner: ScannerPage) -> None:
    scanner.judge(marked_docx(), ("bên.pdf", typst.compile(BESIDE.encode())))

    readers = [path for path in scanner.requested if re.fullmatch(r"congvu-[a-z_0-9]+-[A-Za-z0-9_-]+\.js", path)]
    assert set(scanner.requested) <= {"", "page.js", "congvu-scanner.js", "favicon.ico", *readers}
    assert (scanner.requested.count("congvu-scanner.js"), len(readers)) == (1, len(set(readers)))


def test_the_reader_of_a_format_is_loaded_with_the_first_file_that_needs_it(scanner: ScannerPage) -> None:
    scanner.judge(marked_docx())

    assert "congvu-scanner.js" in scanner.requested
    assert not [path for path in scanner.requested if path.startswith("congvu-document-")]


def test_a_file_that_takes_too_long_is_unreadable_and_the_next_one_is_judged(page: Page, built: Path) -> None:
    scanner = ScannerPage(page, built, limits={"seconds": 2})
    scanner.open()
    endless = "".join(f"{number} Sở Y tế {number % 7919}\n" for number in range(3_000_000))

    slow, next_one = scanner.judge(("dài.zip", zipped(("dài.txt", endless.encode()))), marked_docx())

    assert (slow["unreadableReason"], len(slow["fingerprint"])) == ("limit", 22)
    assert next_one["secrecy"] == "marked"


def test_a_page_that_refuses_workers_calls_nothing_clean(page: Page, built: Path) -> None:
    scanner = ScannerPage(page, built, policy="default-src 'none'; script-src 'self'; worker-src 'none'")
    scanner.open()

    (finding,) = scanner.judge(("công văn.txt", LETTER.encode()))

    assert (finding["unreadableReason"], len(finding["fingerprint"])) == ("unsupported", 22)
