"""A paper's blocks as a PDF, typeset by `paper.typ`: the same bytes for the same blocks where the same fonts are.

No clock and no random identifier is in it: PDF 1.7 (ISO 32000-1) asks for none, and NĐ 30/2020/NĐ-CP, Phụ lục I, mục I
for version 1.4 or later. Times New Roman where the machine has it, else Liberation Serif, whose letters are as wide.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib.resources import files

from backend.compliance.paper import Block, Centred, Title


def pdf(blocks: Sequence[Block]) -> bytes:
    import typst  # 7 MB, of which a process that typesets nothing needs none

    drawn = [{"kind": type(block).__name__, **asdict(block)} for block in blocks]
    paper = json.dumps({"title": _title(blocks), "blocks": drawn}, ensure_ascii=False)
    written = typst.compile(_template(), format="pdf", sys_inputs={"paper": paper})
    if not isinstance(written, bytes):
        raise TypeError("the typesetter gave more than one file")
    return written


def _title(blocks: Sequence[Block]) -> str:
    """What a reader's window is named: the paper's first centred lines."""
    for block in blocks:
        match block:
            case Title(text):
                return text
            case Centred(lines):
                return " – ".join(line.text for line in lines)
    return ""


@cache
def _template() -> bytes:
    return files("backend.compliance").joinpath("paper.typ").read_bytes()
