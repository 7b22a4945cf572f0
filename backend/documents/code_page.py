"""Bytes of a Windows or Macintosh code page as text, byte for byte as browsers decode them.

A byte that its code page leaves open becomes the control character of its number, or above those the sign for what
cannot be read, as in the WHATWG encoding standard. Twin of webmail-plugin/src/scan/code_page.ts.
"""

import codecs

WESTERN = 1252
_BY_NUMBER = {
    437: "cp437",
    866: "cp866",
    874: "cp874",
    932: "cp932",
    936: "gbk",
    949: "cp949",
    950: "cp950",
    10000: "mac_roman",
    65001: "utf-8",
    1200: "utf-16-le",
    1201: "utf-16-be",
}
# Windows' charset of a font (LOGFONT lfCharSet) to its code page; 0 and 1 follow the document
_BY_FONT_CHARSET = {
    77: 10000,
    128: 932,
    129: 949,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
    254: 437,
    255: 437,
}
SYMBOL_CHARSET = 2


def of_font_charset(charset: int) -> int | None:
    """The code page of a font's charset; None where the document's own holds."""
    return _BY_FONT_CHARSET.get(charset)


def decode(data: bytes, code_page: int) -> str:
    """Never fails: an unknown code page is read as Western."""
    if data.isascii() and code_page not in (1200, 1201):
        return data.decode("ascii")
    name = _BY_NUMBER.get(code_page)
    if name is None and 1250 <= code_page <= 1258:
        name = f"cp{code_page}"
    return data.decode(name or "cp1252", "controls")


def _as_control(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    single = len(bad) == 1 and error.encoding.startswith(("cp125", "cp874", "charmap"))
    return (chr(bad[0]) if single and bad[0] < 0xA0 else "\ufffd"), error.end


codecs.register_error("controls", _as_control)
