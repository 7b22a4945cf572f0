"""`congvu text detect|convert`: which charset a text is in, and the same in Unicode (TCVN 6909:2001)."""

import argparse
import json
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE

if TYPE_CHECKING:
    from backend.text.legacy_charset import LegacyCharset

OLD = ("tcvn3", "vni", "viscii", "vps", "cp1258", "viqr")
UNICODE = {"utf-8": "utf-8-sig", "utf-8-nfc": "utf-8-sig", "utf-8-nfd": "utf-8-sig", "utf-16": "utf-16"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    detect = commands.add_parser("detect", help="which charset a text is in")
    detect.add_argument("file", type=Path, metavar="FILE")
    detect.add_argument("--json", action="store_true", help="one JSON document")
    detect.set_defaults(run=_detect)
    convert = commands.add_parser("convert", help="the same text in composed UTF-8, on standard output")
    convert.add_argument("file", type=Path, metavar="FILE")
    convert.add_argument("--from", dest="charset", metavar="CHARSET", choices=[*OLD, *UNICODE], help="do not guess")
    convert.set_defaults(run=_convert)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.run(arguments)
    return status


def _detect(arguments: argparse.Namespace) -> int:
    charset, confidence = _recognised(arguments.file.read_bytes())
    if arguments.json:
        print(json.dumps({"charset": charset, "confidence": confidence}))
    else:
        print(f"{charset} ({confidence:.0%})")
    return EXIT_DONE


def _recognised(data: bytes) -> tuple[str, float]:
    """The charset as contract 2 names it; how sure: 1 where the bytes themselves tell, 0 where nothing does."""
    from backend.documents.reading import Unsupported
    from backend.documents.text_encoding import decoded_text
    from backend.text.charset import charset_of
    from backend.text.legacy_charset import detect

    try:
        decoded = decoded_text(data)
    except Unsupported:
        return "other", 0.0
    if decoded.charset is not None and decoded.charset not in OLD:
        return decoded.charset, 0.0 if decoded.doubtful else 1.0
    lines = (decoded.text if decoded.charset is None else data.decode("latin-1")).splitlines()
    found = detect(lines)
    if found is not None:
        return found.charset, round(found.confidence, 3)
    return charset_of(lines or [""]), 0.0 if decoded.doubtful else 1.0


def _convert(arguments: argparse.Namespace) -> int:
    data = arguments.file.read_bytes()
    charset = arguments.charset or _recognised(data)[0]
    if charset == "other":
        raise UsageError(f"{arguments.file}: chưa nhận ra bảng mã, hãy chọn bằng --from")
    try:
        text = _in_unicode(data, charset, is_said=arguments.charset is not None)
    except UnicodeError:
        raise UsageError(f"{arguments.file}: không phải văn bản {charset}") from None
    sys.stdout.buffer.write(unicodedata.normalize("NFC", text).encode("utf-8"))
    sys.stdout.buffer.flush()
    return EXIT_DONE


def _in_unicode(data: bytes, charset: str, *, is_said: bool) -> str:
    """Raises UnicodeError."""
    from backend.text.legacy_charset import LegacyCharset, decode
    from backend.text.legacy_text import converted

    if charset in UNICODE:
        return data.decode(_with_byte_order(data) if charset == "utf-16" else UNICODE[charset])
    text, old = _characters(data, LegacyCharset(charset)), LegacyCharset(charset)
    return decode(text, old) if is_said else "".join(converted(text.splitlines(keepends=True), old))


def _with_byte_order(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _characters(data: bytes, charset: "LegacyCharset") -> str:
    """The bytes as characters; text that was once taken for Unicode is UTF-8 of the wrong letters."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        as_windows = charset.value in ("tcvn3", "vni", "cp1258")
        return data.decode("latin-1") if not as_windows else _windows_1252(data)


def _windows_1252(data: bytes) -> str:
    from backend.text.legacy_tables import WINDOWS_1252

    return data.decode("latin-1").translate(WINDOWS_1252)
