"""The guides of `docs/huong-dan`, read once: names, titles, texts and pictures."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backend.guides_folder import guides_dir, images_dir
from backend.web.guide_text import html_of, title_of

PATH = "/huong-dan"
PICTURES_PATH = f"{PATH}/hinh"
PICTURE_TYPES = {".png": "image/png", ".webp": "image/webp"}
# The guides of one task each, in the order of a day; the others follow by title.
TASKS = (
    "gui-van-ban-qua-thu",
    "van-ban-bi-dung",
    "tra-loi-nguoi-dan",
    "nam-lan-kiem-tra",
    "phan-mem-thu-tren-may",
    "thu-truong-xem-so-lieu",
)
FOR_OPERATORS = ("quan-tri-", "quy-tac", "danh-ba", "bao-cao-quy")  # how their names begin


@dataclass(frozen=True, slots=True)
class Guide:
    name: str
    title: str
    html: str

    @property
    def is_for_operators(self) -> bool:
        return self.name.startswith(FOR_OPERATORS)


@cache
def guides() -> Mapping[str, Guide]:
    """By name: those of a task first, the others by title."""
    texts = {path.stem: path.read_text("utf-8") for path in guides_dir().glob("*.md")}
    order = sorted(texts, key=lambda name: (TASKS.index(name) if name in TASKS else len(TASKS), title_of(texts[name])))
    return {name: Guide(name, title_of(texts[name]), html_of(texts[name], _leads_to)) for name in order}


@cache
def pictures() -> Mapping[str, Path]:
    """The pictures of the guides by file name."""
    found = [*images_dir().glob("*"), *(guides_dir() / "hinh").glob("*")]
    return {path.name: path for path in found if path.suffix in PICTURE_TYPES}


def _leads_to(target: str) -> str | None:
    """A guide, a picture, or a page of ours; what lies elsewhere in the repository is no page."""
    if guide := re.fullmatch(r"([a-z0-9-]+)\.md", target):
        return f"{PATH}/{guide[1]}"
    if picture := re.fullmatch(r"(?:hinh|\.\./images)/([a-z0-9-]+\.(?:png|webp))", target):
        return f"{PICTURES_PATH}/{picture[1]}"
    return target if re.fullmatch(r"/[a-z0-9/?=&-]*", target) else None
