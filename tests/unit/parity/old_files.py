"""Generated files in the formats of older programs, from the same papers: rich text, Word 97, Excel 97."""

import io
from random import Random

import xlwt

from tests.unit.documents.compound_builder import Content, compound_of
from tests.unit.documents.word_builder import (
    CAPITALS,
    DELETED,
    HIDDEN,
    SMALL_CAPITALS,
    SPECIAL,
    Run,
    Style,
    flag,
    font,
    word_streams,
)
from tests.unit.parity.files import GeneratedFile, text_file, zip_file
from tests.unit.parity.papers import pages

FONTS = ("Times New Roman", ".VnTime", ".VnTimeH", "VNI-Times", "VI Times")
FORMATS = ("", r"\b", r"\caps ", r"\scaps ", r"\v ", r"\deleted ", r"\revised ", r"\f1 ", r"\f2 ", r"\f3 ", r"\f9 ")
RTF_HEAD = (
    r"\deff0\uc1{\fonttbl{\f0\fcharset0 Times New Roman;}{\f1\fcharset0 .VnTimeH;}"
    r"{\f2\fcharset163 Arial;}{\f3\fnil VNI-Times{\*\falt Times};}}"
)
STORIES = (r"{\header ", r"{\footnote ", r"{\*\annotation ", r"{\shp{\*\shpinst\shptxt ")
CELLS = (r"\cell ", r"\par ", r"\row ", r"\line ", r"\tab ", r"\page ")
MOST_RUNS = 24  # that fit on one page of properties


def rtf_file(random: Random, name: str) -> GeneratedFile:
    parts = [r"{\rtf1\ansi\ansicpg", random.choice(("1252", "1258", "1251")), RTF_HEAD]
    for page in pages(random):
        for line in page:
            where = random.random()
            written = _rtf_runs(random, line)
            if where < 0.1:
                story = random.choice(STORIES)
                written = story + written + "}" * story.count("{")
            elif where < 0.15:
                written = r'{\field{\*\fldinst { QUOTE "' + written + r'" }}{\fldrslt x}}'
            elif where < 0.2:
                written = r"{\*\khac " + written + "}"
            parts.append(written + random.choice((r"\par" + "\r\n", random.choice(CELLS))))
    text = "".join(parts) + "}"
    return GeneratedFile(name, _damaged(random, text.encode("latin-1")))


def _rtf_runs(random: Random, line: str) -> str:
    cut = random.randint(0, len(line))
    chosen = random.choice(FORMATS) if random.random() < 0.3 else ""
    return f"{_rtf_text(random, line[:cut])}{{{chosen}{_rtf_text(random, line[cut:])}}}"


def _rtf_text(random: Random, text: str) -> str:
    """Letters beyond ASCII as Unicode with a fallback, or as bytes where they are below 256."""
    written = []
    for unit in memoryview(text.encode("utf-16-le")).cast("H"):
        character = chr(unit)
        if character in "\\{}":
            written.append("\\" + character)
        elif 0x20 <= unit < 0x80:
            written.append(character)
        elif 0xA0 <= unit < 0x100 and random.random() < 0.3:
            written.append(f"\\'{unit:02x}")
        else:
            written.append(rf"\u{unit if unit < 0x8000 else unit - 0x10000}?")
    return "".join(written)


def doc_file(random: Random, name: str) -> GeneratedFile:
    """A Word file in pieces of both widths, in fonts and styles, sometimes with an embedded file."""
    looks = (b"", flag(CAPITALS), flag(SMALL_CAPITALS), flag(HIDDEN), flag(DELETED), flag(0x0801), *map(font, range(5)))
    runs: list[Run] = []
    for line in [line for page in pages(random) for line in page]:
        ends = random.choice(("\r", "\r", "\r", "\x07", "\t", "\x0b", "\x0c"))
        modifiers = random.choice(looks) if random.random() < 0.4 else b""
        changes = random.choice(looks[:4]) if random.random() < 0.1 else b""
        wide = not (line + ends).isascii() or random.random() < 0.5
        runs.append(Run(line + ends, modifiers, wide, changes, random.randint(0, 2)))
    if random.random() < 0.2:
        runs.insert(1, Run("\x13", flag(SPECIAL)))
    runs = runs[:MOST_RUNS]
    boxes = runs[-1].length
    total = sum(run.length for run in runs)
    lengths = (total - boxes, 0, 0, 0, 0, 0, boxes, 0) if random.random() < 0.4 else (total,)
    styles = (Style(1, b""), Style(1, flag(CAPITALS)), Style(1, font(2), 1))
    content: dict[str, bytes | Content] = dict(word_streams(runs, fonts=FONTS, styles=styles, lengths=lengths))
    if random.random() < 0.3:
        inner = random.choice((text_file, zip_file))(random, "trong").data
        content["ObjectPool"] = {"_1": {"Package": inner}}
    return GeneratedFile(name, _damaged(random, compound_of(content)))


def xls_file(random: Random, name: str) -> GeneratedFile:
    book = xlwt.Workbook()
    plain, old = xlwt.XFStyle(), xlwt.easyxf("font: name .VnTimeH")
    for number, page in enumerate(pages(random)):
        sheet = book.add_sheet(f"Trang {number}")
        for row, line in enumerate(page):
            for column, text in enumerate(line.split(" ", 1) if random.random() < 0.3 else [line]):
                sheet.write(row, column, text, old if random.random() < 0.1 else plain)
    stream = io.BytesIO()
    book.save(stream)
    return GeneratedFile(name, _damaged(random, stream.getvalue()))


def _damaged(random: Random, data: bytes) -> bytes:
    """Some files as they come from bad disks: cut short, or with bytes changed."""
    damage = random.random()
    if damage < 0.1:
        return data[: random.randint(len(data) // 4, len(data))]
    if damage < 0.2:
        changed = bytearray(data)
        for _ in range(random.randint(1, 6)):
            changed[random.randrange(16, len(changed))] = random.randrange(256)
        return bytes(changed)
    return data
