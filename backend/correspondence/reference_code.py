"""The code under which a citizen asks for a letter: `TDT.<agency code>-YYMMDD-XXXX` and a check character.

XXXX is random: a serial number would tell how many letters an agency gets. The prefix keeps the code apart from those
of one-stop dossiers (TT 01/2018/TT-VPCP). The check character finds every mistyped character and nearly every two
neighbours exchanged (ISO/IEC 7064, MOD 37,36).
"""

import re
import secrets
from datetime import date

from backend.db.ids import encode

PREFIX = "TDT"
RANDOM_LENGTH = 4
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SHAPE = re.compile(r"TDT\.[A-Z0-9]+(\.[A-Z0-9]+)*-\d{6}-[0-9A-Z]{5}")


def new_code(agency_code: str, received_on: date) -> str:
    """A code with fresh random characters; `received_on` in Vietnam's time."""
    random = encode(secrets.randbits(5 * RANDOM_LENGTH), RANDOM_LENGTH)
    unchecked = f"{PREFIX}.{agency_code}-{received_on:%y%m%d}-{random}"
    return unchecked + check_character(unchecked)


def tidy(typed: str) -> str:
    """A code as people type it: in any case, with spaces."""
    return "".join(typed.split()).upper()


def is_well_formed(code: str) -> bool:
    return bool(_SHAPE.fullmatch(code)) and check_character(code[:-1]) == code[-1]


def check_character(text: str) -> str:
    """Over letters and digits only; dots and hyphens are for the eye."""
    product = 36
    for sign in text:
        if sign in _SIGNS:
            product = ((product + _SIGNS.index(sign) - 1) % 36 + 1) * 2 % 37
    return _SIGNS[(37 - product) % 36]
