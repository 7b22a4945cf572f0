"""Addressees ("Kính gửi") and the recipients block ("Nơi nhận"): entries with dashes, without (automatic bullets), over
two lines, all on one line, and in a PDF mixed with the lines of the signature beside them."""

import re
from collections.abc import Sequence

from backend.documents.form_text import Line, begins_small, trimmed

_ADDRESSEES = re.compile("kinh gui ?:? ?")
_RECIPIENTS = re.compile("noi (?:nhan|gui) ?(:)? ?")
_BULLET = re.compile("[-+•*·▪‣⁃~\u25a1] ?")
_INLINE = re.compile("; ?[-+•*·▪~] ?|; ")
_SIGNATURE = re.compile(
    r"(?:kt|tm|tl|tuq|q|thua lenh|thay mat)\.? ?[a-z]|\(?da ky|\(?ky|nguoi ky|ngay ky|thoi gian ky|email|co quan ?:"
)
_BODY = re.compile("can cu |thuc hien |dieu [0-9]|ngay |theo |xet |tiep theo |trong thoi gian |vua qua")
MOST_ENTRIES = 200
STRANGERS = 8  # lines of other things in a row that end the block
SHORT = 40
FULL = 45  # characters of a line that may have been broken


def find_addressees(lines: Sequence[Line], within: int) -> tuple[str, ...]:
    """`within`: how many lines from the top the label may stand; further down stand forms to fill in."""
    for index, line in enumerate(lines[:within]):
        label = _ADDRESSEES.match(line.plain)
        if label is not None:
            return _addressees(line.text[label.end() :], lines[index + 1 :])
    return ()


def _addressees(first: str, following: Sequence[Line]) -> tuple[str, ...]:
    entries = _split(first)
    before = len(first)
    for line in following:
        last = entries[-1] if entries else ";"
        if _BULLET.match(line.text):
            if last.endswith("."):
                break
            entries += _split(line.text)
        elif last.endswith(".") or _BODY.match(line.plain) or len(entries) >= MOST_ENTRIES:
            break
        elif last.endswith(";"):
            entries += _split(line.text)
        elif begins_small(line.text) or _ends_addressee(line.text, before):
            entries[-1] += f" {line.text}"
        else:
            break
        before = len(line.text)
    return _finished(entries)


def _ends_addressee(text: str, before: int) -> bool:
    """Whether a line that begins with a capital is the end of an addressee: the line before (characters) was full."""
    return before >= FULL and len(text) <= SHORT and text.endswith((".", ";")) and not text.endswith("./.")


def find_recipients(lines: Sequence[Line]) -> tuple[str, ...]:
    """The first block that has entries: a form or a register may carry the words alone."""
    for index, line in enumerate(lines):
        label = _RECIPIENTS.match(line.plain) if line.initial == "n" and line.may_go_on("o") else None
        if label is None:
            continue
        rest = line.text[label.end() :]
        if rest and not (label.group(1) and (_BULLET.match(rest) or rest.endswith((";", ".")))):
            if not label.group(1):
                continue
            rest = ""  # the signature's first line beside the heading
        entries = _recipients(_split(rest), lines[index + 1 :])
        if entries:
            return entries
    return ()


def _recipients(entries: list[str], following: Sequence[Line]) -> tuple[str, ...]:
    strangers = 0
    bullet_before = False
    for line in following:
        if _is_closed(entries) or strangers >= STRANGERS or len(entries) >= MOST_ENTRIES:
            break
        bullet = _BULLET.match(line.text)
        if bullet is not None and bullet.end() == len(line.text):
            bullet_before = True
            continue
        if bullet is not None or bullet_before or _is_entry(line, entries):
            entries += _split(line.text)
        elif _goes_on(line, entries):
            entries[-1] += f" {line.text}"
        else:
            strangers += 1
            continue
        strangers, bullet_before = 0, False
    return _finished(entries)


def _is_closed(entries: Sequence[str]) -> bool:
    """ "Lưu: VT, …" is the last entry; it goes on over a line only when it ends in a comma."""
    return bool(entries) and _is_archive(entries[-1]) and not entries[-1].endswith(",")


def _is_archive(entry: str) -> bool:
    return re.match("[Ll]ưu(?: ?:| [A-ZĐ]|[ ;.]*$)", entry) is not None


def _is_entry(line: Line, entries: Sequence[str]) -> bool:
    """An entry without a bullet: one that ends like an entry after one that ended, or the last."""
    if _is_archive(line.text):
        return True
    after_an_end = not entries or entries[-1].endswith(";")
    return after_an_end and line.text.endswith((";", ".")) and not _is_signature(line)


def _goes_on(line: Line, entries: Sequence[str]) -> bool:
    if not entries or entries[-1].endswith((";", ".")) or _is_signature(line):
        return False
    return begins_small(line.text) or line.text.endswith((";", ".", ",")) or entries[-1].endswith(",")


def _is_signature(line: Line) -> bool:
    if line.text.endswith(";"):
        return False
    return line.in_capitals or _SIGNATURE.match(line.plain) is not None or _is_name(line.text)


def _is_name(text: str) -> bool:
    """Two to five words, each with one capital at its beginning: a person."""
    words = text.split(" ")
    return 2 <= len(words) <= 5 and all(word.isalpha() and word[0].isupper() and word[1:].islower() for word in words)


def _split(text: str) -> list[str]:
    """Entries of one line, each with the sign it ended with, without bullets; a signature behind ";" is left out."""
    bullet = _BULLET.match(text)
    bare = text[bullet.end() :] if bullet else text
    entries: list[str] = []
    at = 0
    for found in _INLINE.finditer(bare):
        entries.append(bare[at : found.start()] + ";")
        at = found.end()
    if not entries or not _is_signature(Line(bare[at:])):
        entries.append(bare[at:])
    return [entry.strip() for entry in entries if entry.strip(" ;")]


def _finished(entries: Sequence[str]) -> tuple[str, ...]:
    return tuple(entry for raw in entries if len(entry := trimmed(raw)) > 1)
