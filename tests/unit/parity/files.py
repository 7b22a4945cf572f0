"""Generated files of every kind that is read, and of the kinds that are not, from generated papers."""

import email
import gzip
import html
import io
import json
import tarfile
import unicodedata
import zipfile
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from random import Random

import docx
import docx.document
import docx.text.paragraph
import typst
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from backend.text.legacy_tables import LegacyCharset
from backend.text.normalise import INVISIBLE
from tests.unit.documents.archive_builder import seven_zip
from tests.unit.documents.pdf_writer import pdf
from tests.unit.documents.rar_builder import RarMember, rar4, rar5
from tests.unit.parity.papers import pages
from tests.unit.text.old_writing import VIETNAMESE, bytes_in

FONT = "Liberation Serif"
PNG = bytes.fromhex(  # four red pixels
    "89504e470d0a1a0a0000000d4948445200000002000000020802000000fdd49a730000001049444154789c63f8cfc000440c100a"
    "001fee03fd8b5f14d40000000049454e44ae426082"
)
# Things that are not text, of `side` millimetres
DRAWINGS = (
    "#rect(width: {side}mm, height: {side}mm)",
    "#rect(stroke: red, width: {side}mm, height: 6mm)",
    "#rect(stroke: red, width: {side}mm, height: 8mm)[MẬT]",
    "#rect(fill: red, width: {side}mm, height: 2mm, radius: 1mm)",
    "#rect(stroke: 2pt + red, width: {side}mm, height: {side}mm, radius: 1mm)",
    "#circle(radius: {side}mm)",
    "#polygon((0mm, 0mm), ({side}mm, 0mm), (0mm, {side}mm))",
    "#line(length: {side}mm, angle: 30deg)",
    "#for i in range({side}) {{ box(rect(width: 3mm, height: 3mm, stroke: red)) }}",
    f'#image(bytes({tuple(PNG)}), format: "png", width: {{side}}mm)',
    f'#for i in range({{side}}) {{{{ image(bytes({tuple(PNG)}), format: "png", width: 2mm) }}}}',
    "#rotate(20deg)[#rect(stroke: red, width: {side}mm, height: 8mm)[TỐI MẬT]]",
)


@dataclass(frozen=True, slots=True)
class GeneratedFile:
    name: str
    data: bytes


def text_file(random: Random, name: str) -> GeneratedFile:
    encoding = random.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16"))
    ending = random.choice(("\n", "\r\n"))
    text = ending.join(line for page in pages(random) for line in page)
    return GeneratedFile(name, text.encode(encoding))


def docx_file(random: Random, name: str) -> GeneratedFile:
    """A Word file whose lines stand in paragraphs, cells, text boxes, headers, footers and a comment."""
    document = docx.Document()
    for number, lines in enumerate(pages(random)):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for line in lines:
            _place(random, document, _allowed_in_xml(line))
    section = document.sections[0]
    for place in (section.header, section.footer):
        if random.random() < 0.4:
            place.paragraphs[0].text = _allowed_in_xml(random.choice(random.choice(pages(random, longest=1))))
    if random.random() < 0.3 and (runs := document.paragraphs[0].runs):
        document.add_comment(runs, text=_allowed_in_xml(random.choice(pages(random, longest=1)[0])), author="A")
    stream = io.BytesIO()
    document.save(stream)
    return GeneratedFile(name, stream.getvalue())


def _place(random: Random, document: "docx.document.Document", line: str) -> None:
    where = random.random()
    if where < 0.7:
        _split_into_runs(random, document.add_paragraph(), line)
    elif where < 0.9:
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = line
        table.cell(0, 1).text = _allowed_in_xml(random.choice(pages(random, longest=1)[0]))
    else:
        document.add_paragraph()._p.append(_text_box(line))


def _split_into_runs(random: Random, paragraph: "docx.text.paragraph.Paragraph", line: str) -> None:
    """Word cuts a paragraph into runs at any place: at spelling marks, at changes of format."""
    cut = random.randint(0, len(line))
    paragraph.add_run(line[:cut]).bold = True
    paragraph.add_run(line[cut:])


def _text_box(line: str) -> object:
    escaped = line.replace("&", "&amp;").replace("<", "&lt;")
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape><v:textbox><w:txbxContent>'
        f"<w:p><w:r><w:t xml:space='preserve'>{escaped}</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def _allowed_in_xml(line: str) -> str:
    return "".join(character for character in line if character == "\t" or ord(character) >= 0x20)


def pdf_file(random: Random, name: str) -> GeneratedFile:
    """A typeset PDF: plain lines, cells of one row far apart and close together, framed and turned text."""
    return GeneratedFile(name, _typeset_pdf(random, drawings=False))


def drawn_pdf_file(random: Random, name: str) -> GeneratedFile:
    """The same with pictures, frames and shapes, small and large."""
    return GeneratedFile(name, _typeset_pdf(random, drawings=True))


def _typeset_pdf(random: Random, *, drawings: bool) -> bytes:
    """Typeset lines.

    Letters are composed and visible: typst notes only once what a glyph stands for, and corrects it by ActualText,
    which pdfium honours and pdf.js does not show.
    """
    parts = [f'#set text(font: "{FONT}", size: {random.choice((11, 13, 14))}pt)', "#set page(margin: 2cm)"]
    for number, lines in enumerate(pages(random)):
        if number:
            parts.append("#pagebreak()")
        parts += [_typeset(random, line) for line in lines]
        if drawings and random.random() < 0.8:
            parts.append(random.choice(DRAWINGS).format(side=random.choice((1, 4, 10, 14, 40))))
    compiled = typst.compile("\n".join(parts).encode())
    if not isinstance(compiled, bytes):
        raise TypeError("the typesetter gave more than one file")
    return compiled


def old_pdf_file(random: Random, name: str) -> GeneratedFile:
    """Lines in the fonts of old charsets, some in the one that has only capitals, every letter with a width."""
    rows = []
    for number, line in enumerate(pages(random, longest=1)[0]):
        charset, font = random.choice(
            ((LegacyCharset.TCVN3, "F1"), (LegacyCharset.TCVN3, "F2"), (LegacyCharset.VNI, "F3"))
        )
        composed = unicodedata.normalize("NFC", INVISIBLE.sub("", line))
        plain = "".join(letter if letter.isascii() or letter in VIETNAMESE else " " for letter in composed)
        written = bytes_in(charset, plain.replace("\t", " "))
        rows.append(f"BT /{font} 12 Tf 1 0 0 1 60 {790 - 24 * number} Tm <{written.hex()}> Tj ET")
    fonts = {5: _old_font(".VnTime"), 6: _old_font(".VnTimeH"), 30: _old_font("VNI-Times")}
    resources = "/Resources << /Font << /F1 5 0 R /F2 6 0 R /F3 30 0 R >> >>"
    return GeneratedFile(name, pdf("\n".join(rows), page=resources, objects=fonts))


def _old_font(name: str) -> str:
    widths = " ".join("250" if code == 0x20 else "333" if code == 0x2D else "500" for code in range(256))
    encoding = f"/Encoding /WinAnsiEncoding /FirstChar 0 /LastChar 255 /Widths [{widths}]"
    return f"<< /Type /Font /Subtype /TrueType /BaseFont /{name} {encoding} >>"


def _typeset(random: Random, line: str) -> str:
    literal = _literal(line)
    where = random.random()
    if where < 0.6:
        return f"{literal}\n"
    if where < 0.75:
        other = _literal(random.choice(pages(random, longest=1)[0]))
        return f"#grid(columns: (1fr, 1fr), [{literal}], [{other}])\n"
    if where < 0.85:
        return f"#rect[{literal}]\n"
    if where < 0.95:
        return f"#align(center)[{literal}]\n"
    return f"#rotate(90deg, reflow: true)[{literal}]\n"


def _literal(line: str) -> str:
    composed = unicodedata.normalize("NFC", INVISIBLE.sub("", line))
    return f"#text({json.dumps(composed, ensure_ascii=False)})"


def html_file(random: Random, name: str) -> GeneratedFile:
    """A saved page: lines as blocks, cells and broken text, with references and tags inside words."""
    rows = [_marked_up(random, line) for page in pages(random, longest=2) for line in page]
    head = random.choice(("<!DOCTYPE html>", "<html><head><title>Công văn</title></head>", "<!-- x --><html>"))
    return GeneratedFile(name, "\n".join([head, *rows]).encode())


def _marked_up(random: Random, line: str) -> str:
    text = html.escape(line)
    if random.random() < 0.2:
        text = "".join(f"&#{ord(character)};" if not character.isascii() else character for character in text)
    where = random.random()
    if where < 0.4:
        return f"<p>{text}</p>"
    if where < 0.6:
        return f"<table><tr><td>{text}<td>{html.escape(random.choice(pages(random, longest=1)[0]))}</table>"
    if where < 0.75:
        cut = random.randint(0, len(line))
        return f"{html.escape(line[:cut])}<b>{html.escape(line[cut:])}</b><br>"
    if where < 0.85:
        return f'<div title="{text}">&nbsp;&eacute;<span>{text}</div>'
    return random.choice(("<img src=x width=40>", "<script>1 < 2</script>", "<input type=text value='MẬT'>", text))


def letter_file(random: Random, name: str) -> GeneratedFile:
    """A letter saved as a file: encoded subject, bodies in several encodings, attachments, a letter inside."""
    return GeneratedFile(name, _damaged(random, _letter(random)))


def _letter(random: Random) -> bytes:
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"], letter["To"] = "a@nguoidan.example", "b@thainguyen.gov.vn"
    letter["Subject"] = _one_line(random.choice(pages(random, longest=1)[0]))
    body = "\n".join(line for page in pages(random, longest=1) for line in page)
    letter.set_content(body, cte=random.choice(("base64", "quoted-printable", "8bit")))
    if random.random() < 0.3:
        letter.add_alternative(html_file(random, "").data.decode(), subtype="html")
    for number in range(random.randint(0, 2)):
        inner = random.choice((text_file, docx_file, unread_file))(random, f"tệp {number}.bin")
        letter.add_attachment(inner.data, maintype="application", subtype="octet-stream", filename=inner.name)
    if random.random() < 0.2:
        letter.add_attachment(email.message_from_bytes(_letter(random), policy=policy.SMTP))
    return letter.as_bytes()


def _damaged(random: Random, letter: bytes) -> bytes:
    """Some letters as they come from odd programs: cut short, a field given twice, an encoding nobody knows."""
    damage = random.random()
    if damage < 0.1:
        return letter[: len(letter) * 2 // 3]
    if damage < 0.15:
        return letter.replace(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: x-uuencode", 1)
    if damage < 0.2:
        return letter.replace(b"MIME-Version", b"Content-Type: text/plain\r\nMIME-Version", 1)
    if damage < 0.25:
        return letter.replace(b"boundary=", b"border=", 1)
    if damage < 0.3:
        return letter.replace(b"\r\n\r\n", b"\r\n", 1)
    return letter


def _one_line(text: str) -> str:
    return " ".join(text.split())


def zip_file(random: Random, name: str, *, depth: int = 0) -> GeneratedFile:
    """An archive of the other kinds, archives inside it, and what cannot be read."""
    makers = [text_file, docx_file, pdf_file, html_file, unread_file]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", random.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for number in range(random.randint(0, 3)):
            inner = random.choice(makers)(random, f"thư mục/tệp {number}")
            archive.writestr(inner.name, inner.data)
        if depth < 2 and random.random() < 0.4:
            inner = zip_file(random, "trong.zip", depth=depth + 1)
            archive.writestr(inner.name, inner.data)
    return GeneratedFile(name, stream.getvalue())


def tar_file(random: Random, name: str) -> GeneratedFile:
    """A tar of some kind, sometimes in a gz, sometimes cut short or with something behind it."""
    stream = io.BytesIO()
    kind = random.choice((tarfile.USTAR_FORMAT, tarfile.PAX_FORMAT, tarfile.GNU_FORMAT))
    with tarfile.open(fileobj=stream, mode="w", format=kind) as archive:
        for number in range(random.randint(0, 3)):
            inner = random.choice((text_file, docx_file, html_file, zip_file))(random, f"{'thư mục/' * number}tệp")
            member = tarfile.TarInfo(inner.name)
            member.size = len(inner.data)
            archive.addfile(member, io.BytesIO(inner.data))
    data = _ended_oddly(random, stream.getvalue())
    return GeneratedFile(name, gzip.compress(data, mtime=0) if random.random() < 0.4 else data)


def gz_file(random: Random, name: str) -> GeneratedFile:
    """One stream or several, stored or packed."""
    inner = random.choice((text_file, docx_file, html_file))(random, name).data
    cut = random.choice((0, len(inner) // 2))
    level = random.choice((0, 1, 9))
    streams = [gzip.compress(piece, level, mtime=0) for piece in (inner[:cut], inner[cut:]) if piece]
    return GeneratedFile(name, _ended_oddly(random, b"".join(streams)))


def packed_file(random: Random, name: str) -> GeneratedFile:
    """A 7z or a rar (members stored) of other kinds."""
    makers = (text_file, docx_file, html_file, zip_file)
    members = [random.choice(makers)(random, f"folder/file {number}") for number in range(random.randint(1, 3))]
    if random.random() < 0.5:
        data = seven_zip({member.name: member.data for member in members})
    else:
        pack = random.choice((rar4, rar5))
        data = pack(*(RarMember(member.name, member.data, random.random() < 0.1) for member in members))
    return GeneratedFile(name, _ended_oddly(random, data))


def _ended_oddly(random: Random, data: bytes) -> bytes:
    end = random.random()
    if end < 0.1:
        return data[: random.randrange(len(data))]
    if end < 0.2:
        return data + random.choice((text_file, docx_file, zip_file))(random, "").data
    if end < 0.25:
        return data + bytes(random.randint(1, 600))
    return data


def unread_file(random: Random, name: str) -> GeneratedFile:
    """What neither engine reads: cut short, foreign, empty or locked."""
    whole = random.choice((docx_file, pdf_file))(random, name).data
    choices = (
        whole[: len(whole) // 3],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"\x89PNG\r\n\x1a\n" + bytes(60),
        b"7z\xbc\xaf\x27\x1c" + bytes(60),
        b"\xff\xd8\xff\xe0" + bytes(60),
        b"Rar!\x1a\x07\x00" + bytes(60),
        b"MZ" + bytes(600),
        random.randbytes(400),
        pdf(""),
        b"",
        _locked(whole),
    )
    return GeneratedFile(name, random.choice(choices))


def _locked(data: bytes) -> bytes:
    """A zip whose only member says that it is encrypted."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.docx", data)
    locked = bytearray(stream.getvalue())
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(locked)
