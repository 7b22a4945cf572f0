"""Word files: the body's pages first; headers, notes, comments and every other part are pages numbered 1."""

from functools import partial

import re2

from backend.documents.model import Page
from backend.documents.office_parts import Parts, Root, any_text
from backend.documents.package import Package
from backend.documents.swollen_part import LineHandler
from backend.documents.word_slim import slim
from backend.documents.word_story import WordStory
from backend.documents.word_styles import read_styles

WORD_NAMESPACES = ("wordprocessingml", "office/word/")
# Parts that hold no words, and what they would hold if they did: looked at only for being well formed
WORDLESS_ROOTS = {"styles", "settings", "webSettings", "fonts"}
_WORDS = re2.compile(rb"<(?:[A-Za-z0-9_.-]+:)?(?:t|delText|instrText|delInstrText|v|textpath|sym|shape)[\s/>]")


def may_hold_words(part: bytes) -> bool:
    """True too where a letter is more than one byte."""
    return b"\0" in part or _WORDS.search(part) is not None


def read_word(package: Package, parts: Parts) -> list[Page]:
    styles = read_styles(package.xml)
    parts.prepare = partial(slim, plain_styles=styles.are_plain)

    def story(root: Root) -> LineHandler | None:
        if root.name in WORDLESS_ROOTS and root.data is not None and not may_hold_words(root.data):
            return None
        if not any(known in root.namespace for known in WORD_NAMESPACES):
            return any_text(root)
        return WordStory(styles, paged=root.name == "document")

    body = parts.pages(package.main_part, story)
    pages = [Page(number, tuple(lines)) for number, lines in enumerate(body, start=1) if lines]
    return [*pages, *parts.rest({}, story)]
