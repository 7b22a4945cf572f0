"""Plain texts, markup, letters, rich text and PDF that hold one paper."""

import csv
import io
from email import policy
from email.message import EmailMessage
from html import escape

import typst

from tests.corpus.paper import LINES, SAMPLE, Paper, Place


def txt_paper(paper: Paper) -> bytes:
    return "\n".join([paper.mark.text, *LINES, SAMPLE]).encode()


def utf16_paper(paper: Paper) -> bytes:
    return "\r\n".join([paper.mark.text, *LINES, SAMPLE]).encode("utf-16")


def csv_paper(paper: Paper) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    for number, line in enumerate((paper.mark.text, *LINES, SAMPLE)):
        writer.writerow([number, line, "x"])
    return stream.getvalue().encode()


def html_paper(paper: Paper) -> bytes:
    lines = "".join(f"<p>{escape(line)}</p>" for line in (*LINES, SAMPLE))
    mark = escape(paper.mark.text)
    marked = (
        f"<table><tr><td>{mark}</td><td>Về việc</td></tr></table>" if paper.place is Place.CELL else f"<h1>{mark}</h1>"
    )
    return f"<!doctype html><html><meta charset=utf-8><body>{marked}{lines}</body></html>".encode()


def xml_paper(paper: Paper) -> bytes:
    lines = "".join(f"<dong>{escape(line)}</dong>" for line in (paper.mark.text, *LINES, SAMPLE))
    return f'<?xml version="1.0" encoding="UTF-8"?><vanban>{lines}</vanban>'.encode()


def eml_paper(paper: Paper) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "a@thainguyen.gov.vn", "b@thainguyen.gov.vn"
    message["Subject"] = paper.mark.text if paper.place is Place.HEADER else "Gửi tài liệu mẫu"
    lines = (*LINES, SAMPLE) if paper.place is Place.HEADER else (paper.mark.text, *LINES, SAMPLE)
    message.set_content("\n".join(lines))
    return message.as_bytes(policy=policy.SMTP)


def rtf_paper(paper: Paper) -> bytes:
    font = paper.mark.font or "Times New Roman"
    mark = f"\\f1 {_rtf(paper.mark.text, old=paper.mark.font is not None)}\\f0 "
    lines = "".join(f"{_rtf(line)}\\par\n" for line in (*LINES, SAMPLE))
    if paper.place is Place.HEADER:
        marked = f"{{\\header\\pard {mark}\\par}}"
    elif paper.place is Place.CELL:
        marked = f"\\trowd\\cellx3000\\cellx9000\\pard\\intbl {mark}\\cell {_rtf('Về việc')}\\cell\\row\\pard "
    else:
        marked = f"{mark}\\par\n"
    fonts = f"{{\\fonttbl{{\\f0 Times New Roman;}}{{\\f1 {font};}}}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{fonts}\\f0 {marked}{lines}}}".encode()


def _rtf(text: str, *, old: bool = False) -> str:
    """Bytes of the font's own charset as such, anything else by its code."""
    return "".join(
        one if one.isascii() else f"\\'{ord(one):02x}" if old else f"\\u{(ord(one) + 0x8000) % 0x10000 - 0x8000}?"
        for one in text
    )


def pdf_paper(paper: Paper) -> bytes:
    mark, lines = _typst(paper.mark.text), "\n\n".join(_typst(line) for line in LINES)
    marked = {
        Place.BODY: f"{mark}\n\n{lines}",
        Place.CELL: f"#table(columns: (5cm, 6cm), [{mark}], [Về việc])\n\n{lines}",
        Place.BESIDE: f"#grid(columns: (5cm, 1fr), [{mark}], [Về việc tăng cường])\n\n{lines}",
        Place.LATER_PAGE: f"{lines}\n#pagebreak()\n{lines}\n#pagebreak()\n{mark}",
        Place.HEADER: f"{lines}",
        Place.PROPERTY: f"{lines}",
    }[paper.place]
    header = f"header: [{mark}]," if paper.place is Place.HEADER else ""
    title = f"#set document(title: [{mark}])\n" if paper.place is Place.PROPERTY else ""
    page = f"#set page({header} footer: [{_typst(SAMPLE)}])"
    return bytes(typst.compile(f'{title}#set text(font: "Liberation Serif", lang: "vi")\n{page}\n{marked}'.encode()))


def _typst(text: str) -> str:
    return "".join(f"\\u{{{ord(one):x}}}" if one in "\\#*_[]$<>@`~-/=+" else one for one in text)
