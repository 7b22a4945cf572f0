"""Fills the servers' configuration files: templates/NAME with @WORD@ places."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "templates"
_PLACE = re.compile(r"@([A-Z_]+)@")


def fill(name: str, **values: object) -> str:
    """The template with every place filled; `sasl_socket` fills @SASL_SOCKET@.

    Raises:
        KeyError: a place has no value.
    """
    text = (FOLDER / name).read_text("utf-8")
    return _PLACE.sub(lambda place: str(values[place[1].lower()]), text)
