"""The sample papers: no mark without the notice, and each is judged as its line in the guide says."""

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document

from backend.classification.bundle import packaged_bundle
from backend.classification.engine import Engine
from backend.classification.inspect import inspect_file
from backend.classification.verdict import Action, Obligation, Ring, SecrecyState, action_for
from deploy.demo import samples
from deploy.demo.papers.paper import FOLDER, NOTICE, load_paper

NAMES = sorted(file.stem for file in FOLDER.glob("*.toml"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("samples")
    samples.write_samples(written)
    return written


@pytest.mark.parametrize("name", NAMES)
def test_every_paper_reads_and_ends_as_a_paper_does(name: str) -> None:
    written = load_paper(name)

    assert written.table or written.paragraphs[-1].endswith("./.")


def test_a_marked_paper_without_the_notice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(
        'agency = "SỞ Y TẾ"\nnumber = "Số: 1/SYT"\nplace_and_date = "Thái Nguyên"\nmark = "MẬT"\n', "utf-8"
    )

    with pytest.raises(ValueError, match="every page"):
        load_paper("bad", tmp_path)


@pytest.mark.parametrize("file", ["06-mau-dau-o-ben-trai.pdf", "08-mau-da-giai-mat.pdf"])
def test_every_page_of_a_marked_pdf_says_that_it_is_a_sample(file: str, folder: Path) -> None:
    document = pypdfium2.PdfDocument(folder / file)

    texts = [page.get_textpage().get_text_range() for page in document]

    document.close()
    assert texts
    assert all(NOTICE in text for text in texts)


def test_every_page_of_a_marked_word_file_says_so_in_its_footer(folder: Path) -> None:
    document = Document(str(folder / "05-mau-dau-o-dau-trang.docx"))

    for section in document.sections:
        assert NOTICE in "\n".join(paragraph.text for paragraph in section.footer.paragraphs)


@pytest.mark.parametrize(
    ("file", "secrecy", "inside", "outside", "obligation"),
    [
        ("01-tai-lieu-hop.pdf", SecrecyState.NONE, Action.ALLOW, Action.ALLOW, Obligation.MANDATORY),
        ("02-cong-van-noi-nhan.docx", SecrecyState.NONE, Action.ALLOW, Action.ALLOW, Obligation.ENCOURAGED),
        ("03-lich-cong-tac.docx", SecrecyState.NONE, Action.ALLOW, Action.ALLOW, Obligation.MANDATORY),
        ("04-nghi-dinh-noi-ve-bao-mat.pdf", SecrecyState.NONE, Action.ALLOW, Action.ALLOW, Obligation.NONE),
        ("05-mau-dau-o-dau-trang.docx", SecrecyState.MARKED, Action.BLOCK, Action.BLOCK, None),
        ("06-mau-dau-o-ben-trai.pdf", SecrecyState.MARKED, Action.BLOCK, Action.BLOCK, None),
        ("07-mau-trong-tep-nen.zip", SecrecyState.MARKED, Action.BLOCK, Action.BLOCK, None),
        ("08-mau-da-giai-mat.pdf", SecrecyState.DECLASSIFIED, Action.CONFIRM, Action.CONFIRM, None),
        ("09-tep-dat-mat-khau.zip", SecrecyState.NONE, Action.CONFIRM, Action.BLOCK, Obligation.NONE),
        ("10-ghi-chu.txt", SecrecyState.NONE, Action.ALLOW, Action.ALLOW, Obligation.NONE),
    ],
)
def test_a_sample_is_judged_as_the_guide_says(
    file: str, secrecy: SecrecyState, inside: Action, outside: Action, obligation: Obligation | None, folder: Path
) -> None:
    finding = inspect_file((folder / file).read_bytes(), file, Engine(packaged_bundle()))

    assert finding.secrecy is secrecy
    assert action_for(finding, Ring.PROVINCE) is inside
    assert action_for(finding, Ring.OTHER) is outside
    assert obligation is None or finding.obligation is obligation


def test_the_guide_names_every_sample(folder: Path) -> None:
    guide = (folder / samples.GUIDE).read_text("utf-8")

    written = {file.name for file in folder.iterdir()} - {samples.GUIDE}
    assert len(written) == len(samples.SAMPLES)
    assert all(name in guide for name in written)


def test_the_locked_archive_opens_with_its_password_only(folder: Path) -> None:
    with zipfile.ZipFile(folder / "09-tep-dat-mat-khau.zip") as archive:
        [name] = archive.namelist()
        with pytest.raises(RuntimeError, match="Bad password"):
            archive.read(name, pwd=b"654321")
        assert "đặt mật khẩu" in archive.read(name, pwd=samples.ZIP_PASSWORD.encode()).decode()
