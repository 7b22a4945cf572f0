"""What a sample paper says, and the ways in which its mark can be written and placed."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from backend.classification.verdict import Level
from backend.text.legacy_tables import LegacyCharset
from tests.unit.text.old_writing import written_in

SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
MARKS: Mapping[str, Level] = {"MẬT": Level.MAT, "TỐI MẬT": Level.TOI_MAT, "TUYỆT MẬT": Level.TUYET_MAT}
# Lines that a word search would stop and nobody should: each could stand where a mark stands
TWINS = (
    "BẢO MẬT",
    "MẬT ĐỘ DÂN SỐ",
    "MẬT ONG RỪNG",
    "MẬT KHẨU HỘP THƯ",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC",
    "Văn bản mật được đăng ký riêng, đóng dấu chỉ độ Mật.",
    "Đơn vị nào còn lưu văn bản TỐI MẬT, TUYỆT MẬT thì báo cáo trước ngày 15.",
    "Túi mật, ống mật",
    "TỐI MẬT THƯ",
    "Quy chế bảo vệ bí mật nhà nước (độ mật, độ tối mật, độ tuyệt mật)",
    "BÍ MẬT KINH DOANH",
    "THÂN MẬT",
)
LINES = (
    "UỶ BAN NHÂN DÂN TỈNH THÁI NGUYÊN",
    "Số: 12/UBND-VX",
    "V/v rà soát hộp thư điện tử công vụ",
    "Kính gửi: Các sở, ban, ngành của tỉnh",
    "Uỷ ban nhân dân tỉnh đề nghị các cơ quan, đơn vị rà soát hộp thư và báo cáo kết quả.",
)


class Place(StrEnum):
    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    CELL = "cell"
    BOX = "text box"
    NOTE = "footnote"
    COMMENT = "comment"
    PROPERTY = "property"
    HIDDEN = "hidden sheet"
    LATER_PAGE = "page 3"
    BESIDE = "beside other text"
    SPLIT = "split into runs"


@dataclass(frozen=True, slots=True)
class Run:
    """The mark as it is written: characters, and the font they are set in if it matters."""

    text: str
    font: str | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    mark: Run
    place: Place = Place.BODY


def _spaced(text: str) -> str:
    return "   ".join(" ".join(word) for word in text.split(" "))


def _cyrillic(text: str) -> str:
    return text.translate(str.maketrans("MTI", "\u041c\u0422\u0406"))


def _fullwidth(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "A" <= one <= "Z" else one for one in text)


# How a mark may be written where the letters themselves are at hand
SPELLINGS: Mapping[str, Callable[[str], Run]] = {
    "composed": Run,
    "decomposed": lambda text: Run(unicodedata.normalize("NFD", text)),
    "letters set apart": lambda text: Run(_spaced(text)),
    "framed": lambda text: Run(f"[ {text} ]"),
    "zero-width space inside": lambda text: Run("\u200b".join(text)),
    "soft hyphens inside": lambda text: Run("\u00ad".join(text)),
    "Cyrillic look-alikes": lambda text: Run(_cyrillic(text)),
    "fullwidth letters": lambda text: Run(_fullwidth(text)),
}
# And where a font says what its code points show
FONT_SPELLINGS: Mapping[str, Callable[[str], Run]] = {
    ".VnTimeH": lambda text: Run(written_in(LegacyCharset.TCVN3, text), ".VnTimeH"),
    "VNI-Times": lambda text: Run(written_in(LegacyCharset.VNI, text), "VNI-Times"),
}
