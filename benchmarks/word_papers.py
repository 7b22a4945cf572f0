"""Word papers to measure with: one as python-docx writes it, one as an official's Word saves it, and one that unpacks
to nearly as much as a member may."""

import io
import random
import re
import zipfile
import zlib

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt

from backend.documents.limits import Limits

SENTENCE = "Ủy ban nhân dân tỉnh đề nghị các sở, ban, ngành rà soát hộp thư điện tử công vụ và báo cáo kết quả. "
PAPER_HEAD = "Số: 12/UBND-VX", "V/v rà soát hộp thư điện tử", "Thái Nguyên, ngày 05 tháng 01 năm 2026"
SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
WORD_PLACES = ("paragraph", "header", "footer", "cell", "capitals")
KEPT_STYLES = {"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer", "TableGrid"}
SYLLABLES = [
    first + rest
    for first in ["b", "c", "d", "đ", "g", "h", "l", "m", "n", "ph", "q", "s", "t", "th", "tr", "v", "x"]
    for rest in ["a", "ă", "ân", "ông", "iệt", "ức", "ương", "ự", "ề", "ình", "ạo", "ành", "ơn", "ầu", "ước", "ết"]
]
UNKEPT_PARTS = ("word/stylesWithEffects.xml", "docProps/thumbnail.jpeg")


def word_paper(mark_in: str | None = None) -> bytes:
    """A letter of some pages with the styles of python-docx's template: 37 kB, of which 33 are styles and themes."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = SAMPLE
    for line in PAPER_HEAD:
        document.add_paragraph(line)
    if mark_in == "paragraph":
        document.add_paragraph("TỐI MẬT")
    elif mark_in == "header":
        document.sections[0].header.paragraphs[0].text = "TỐI MẬT"
    elif mark_in == "footer":
        document.sections[0].footer.add_paragraph("TỐI MẬT")
    elif mark_in == "cell":
        document.add_table(1, 2).rows[0].cells[0].text = "TỐI MẬT"
    elif mark_in == "capitals":
        document.add_paragraph().add_run("tối mật").font.all_caps = True
    for number in range(40):
        document.add_paragraph(f"{number}. {SENTENCE * 3}")
    return saved(document)


def text_paper() -> bytes:
    """A letter of four pages, 13 kB, that is little but text: forty paragraphs, a run each, and the styles they use."""
    chance = random.Random(3)
    document = _plain_document()
    for line in PAPER_HEAD:
        document.add_paragraph(line)
    for _ in range(40):
        document.add_paragraph(" ".join(chance.choices(SYLLABLES, k=40)))
    return _without(saved(document), UNKEPT_PARTS)


def dense_paper() -> bytes:
    """A letter of two pages, 13 kB, full of elements: runs of three words each with their own font and size and the
    numbers of editing sessions, as Word leaves them behind."""
    chance = random.Random(3)
    words = SENTENCE.split()
    document = _plain_document()
    for cell, line in zip(document.add_table(1, 2).rows[0].cells, PAPER_HEAD, strict=False):
        cell.text = line
    for _ in range(18):
        paragraph = document.add_paragraph()
        for _ in range(12):
            run = paragraph.add_run(" ".join(chance.sample(words, 3)) + " ")
            run.element.set(qn("w:rsidR"), f"{chance.randrange(1 << 32):08X}")
            run.font.name, run.font.size, run.font.bold = "Times New Roman", Pt(14), chance.random() < 0.1 or None
    return _without(saved(document), UNKEPT_PARTS)


def bomb_paper(inflated_bytes: int) -> bytes:
    """A Word file whose body is as long as that and packs just below the ratio from which on a member is refused."""
    chance = random.Random(3)
    paragraphs = f"<w:p><w:r><w:t>{'công văn ' * 200}</w:t></w:r></w:p>".encode() * 100

    def piece(noise: int) -> bytes:
        return paragraphs + b"<w:p><w:r><w:t>%b</w:t></w:r></w:p>" % chance.randbytes(noise).hex().encode()

    def ratio(noise: int) -> float:
        sample = b"".join(piece(noise) for _ in range(10))
        return len(sample) / len(zlib.compress(sample))

    noise = next(noise for noise in range(0, 5000, 20) if ratio(noise) < 0.98 * Limits().ratio)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as old:
        before, after = re.split(rb"(?=<w:sectPr)", old.read("word/document.xml"), maxsplit=1)
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                if name != "word/document.xml":
                    new.writestr(name, old.read(name))
            with new.open("word/document.xml", "w") as body:
                body.write(before)
                for _ in range(inflated_bytes // len(piece(noise))):
                    body.write(piece(noise))
                body.write(after)
    return stream.getvalue()


def _plain_document() -> Document:
    document = docx.Document()
    for style in list(document.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:styleId")) not in KEPT_STYLES:
            document.styles.element.remove(style)
    document.sections[0].footer.paragraphs[0].text = SAMPLE
    return document


def _without(data: bytes, unkept: tuple[str, ...]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".rels"):
                content = re.sub(rb"<Relationship [^>]*(?:stylesWithEffects|thumbnail)[^>]*/>", b"", content)
            if name not in unkept:
                new.writestr(name, content)
    return stream.getvalue()


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined] # documents and workbooks alike
    return stream.getvalue()
