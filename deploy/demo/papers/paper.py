"""What stands on a sample paper, in the order and manner of Nghị định 30/2020/NĐ-CP, Phụ lục I; read from TOML."""

import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NOTICE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"


@dataclass(frozen=True, slots=True)
class Paper:
    """Texts as printed; an empty one is not there. `signature` holds the lines above the name, in capitals.

    `mark` stands framed in the left cell of the head, `beside_mark` in the right cell of the same row,
    `mark_in_page_header` in the header of every page. `notice`: every page says that it is a sample.
    """

    agency: str
    number: str
    place_and_date: str
    parent_agency: str = ""
    subject: str = ""
    title: str = ""
    title_subject: str = ""
    mark: str = ""
    beside_mark: str = ""
    mark_in_page_header: str = ""
    declassified: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    signer: str = ""
    recipients: tuple[str, ...] = ()
    notice: bool = False

    @property
    def addressed_to(self) -> tuple[str, ...]:
        """The lines of Kính gửi: one addressee on the line itself, several below it with dashes."""
        if len(self.addressees) == 1:
            return (f"Kính gửi: {self.addressees[0]}",)
        dashed = [f"- {addressee};" for addressee in self.addressees[:-1]] + [f"- {self.addressees[-1]}."]
        return ("Kính gửi:", *dashed)


def load_paper(name: str, folder: Path = FOLDER) -> Paper:
    """The paper of NAME.toml.

    Raises:
        ValueError: it has a key that no paper has, or a marked paper lacks the notice.
    """
    values = tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    unknown = values.keys() - {field.name for field in fields(Paper)}
    if unknown:
        raise ValueError(f"{name}.toml: no paper has {', '.join(sorted(unknown))}")
    paper = Paper(**{key: _frozen(value) for key, value in values.items()})
    if (paper.mark or paper.mark_in_page_header) and not paper.notice:
        raise ValueError(f"{name}.toml: a marked sample says on every page that it is one")
    return paper


def _frozen(value: Any) -> Any:
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
