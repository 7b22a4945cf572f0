"""Typesets a sample paper as PDF."""

import json
from dataclasses import asdict
from pathlib import Path

import typst

from deploy.demo.papers.paper import NOTICE, Paper

TEMPLATE = Path(__file__).parent / "paper.typ"


def write_pdf(paper: Paper, file: Path) -> Path:
    content = {**asdict(paper), "addressed_to": paper.addressed_to if paper.addressees else (), "notice_text": NOTICE}
    typst.compile(TEMPLATE, output=file, format="pdf", sys_inputs={"paper": json.dumps(content, ensure_ascii=False)})
    return file
