"""Scans of ordinary papers, with what is red, framed or in capitals on them: none carries a secrecy mark."""

from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageDraw

from tests.unit.documents.stamp_drawing import (
    BLACK,
    BLUE,
    DARK_RED,
    PALE,
    RED,
    SANS,
    SANS_BOLD,
    SERIF_BOLD,
    VIOLET,
    Ink,
    Paper,
    Stamp,
    black_and_white,
    grey,
    jpeg,
    noisy,
    seal_mask,
    shaded,
    skewed,
)

SEAL_AT, SIGNED_AT = (150.0, 270.0), (156.0, 268.0)


def _letter(dpi: float = 150, head_ink: Ink = BLACK) -> Paper:
    paper = Paper(dpi)
    paper.letter(sample=False, head_ink=head_ink)
    return paper


def _sealed(dpi: float = 150) -> Paper:
    paper = _letter(dpi)
    paper.seal(SEAL_AT)
    paper.signature(SIGNED_AT)
    return paper


def _stamped(*stamps: Stamp, dpi: float = 150) -> Image.Image:
    paper = _letter(dpi)
    for stamp in stamps:
        paper.stamp(stamp)
    return paper.image


def _arrival_stamp(ink: Ink = RED) -> Image.Image:
    """The frame a clerk's office presses on what arrives (NĐ 30/2020, Phụ lục IV): agency, ĐẾN, number, date."""
    paper = _letter()
    box = Paper(150, 52, 36)
    mask = Image.new("L", box.image.size, 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((2, 2, mask.width - 3, mask.height - 3), outline=255, width=3)
    for row in (0.3, 0.53, 0.76):
        draw.line((2, mask.height * row, mask.width - 3, mask.height * row), fill=255, width=2)
    ink_paper = Paper(150, 52, 36, tint=(0, 0, 0))
    for y, words, size in (
        (3, "SỞ NỘI VỤ", 4.0),
        (12, "ĐẾN   Số: 1287", 5.0),
        (20.5, "Ngày: 15/3/2026", 4.2),
        (29, "Chuyển: Phòng Tổ chức", 3.6),
    ):
        ink_paper.text(26, y, words, size, SERIF_BOLD, (255, 255, 255), "ma")
    mask = Image.fromarray(np.maximum(np.asarray(mask), np.asarray(ink_paper.image.convert("L"))), "L")
    paper.ink(mask, (48, 50), ink, -2)
    return paper.image


def _signature_box(ink: Ink = RED) -> Image.Image:
    """What signing programs draw: a frame with who signed and when."""
    paper = _letter()
    draw = ImageDraw.Draw(paper.image)
    draw.rectangle((paper.px(118), paper.px(262), paper.px(190), paper.px(284)), outline=ink, width=2)
    for row, words in enumerate(
        ("Ký bởi: Sở Khoa học và Công nghệ", "Cơ quan: Tỉnh Thái Nguyên", "Ngày ký: 12-03-2026 08:15:22 +07:00")
    ):
        paper.text(120, 264 + row * 6, words, 3.6, SANS, ink)
    return paper.image


def _emblem() -> Image.Image:
    paper = _letter()
    for radius, colour in ((11, (218, 37, 29)), (9, (255, 205, 0)), (7.5, (218, 37, 29))):
        box = [paper.px(value - side * radius) for value, side in ((105, 1), (30, 1), (105, -1), (30, -1))]
        ImageDraw.Draw(paper.image).ellipse(box, fill=colour)
    paper.ink(seal_mask(150, "", 26).crop((45, 45, 108, 108)), (105, 30), (255, 205, 0))
    return paper.image


def _logo(words: str, ink: Ink) -> Image.Image:
    """A company's letterhead: a coloured block with white letters, a name beside it."""
    paper = _letter()
    draw = ImageDraw.Draw(paper.image)
    draw.rounded_rectangle((paper.px(18), paper.px(4), paper.px(48), paper.px(15)), paper.px(2), fill=ink)
    paper.text(33, 5.5, words, 6, SANS_BOLD, (255, 255, 255), "ma")
    paper.text(52, 6, "TẬP ĐOÀN BƯU CHÍNH VIỄN THÔNG", 4.6, SANS_BOLD, ink)
    return paper.image


def _heading(*lines: str, size: float = 7.0, ink: Ink = RED) -> Image.Image:
    paper = Paper(150)
    for row, words in enumerate(lines):
        paper.text(105, 40 + row * size * 1.5, words, size, SERIF_BOLD, ink, "ma")
    for row in range(24):
        paper.text(28, 90 + row * 6, "Nội dung tuyên truyền về cải cách hành chính, chuyển đổi số năm 2026.", 4)
    return paper.image


def _chart(ink: Ink) -> Image.Image:
    paper = Paper(150)
    paper.text(105, 20, "BIỂU ĐỒ TỶ LỆ HỒ SƠ ĐÚNG HẠN", 5.5, SERIF_BOLD, ink, "ma")
    draw = ImageDraw.Draw(paper.image)
    for index, height in enumerate((40, 62, 35, 80, 55, 71)):
        left, bottom = 35 + index * 24, 140
        colour = (RED, BLUE, (240, 160, 30))[index % 3]
        draw.rectangle([paper.px(v) for v in (left, bottom - height, left + 14, bottom)], fill=colour)
        paper.text(left + 7, bottom + 3, f"Quý {index + 1}", 3.6, SANS, BLACK, "ma")
    draw.pieslice([paper.px(v) for v in (60, 170, 140, 250)], 0, 130, fill=RED)
    draw.pieslice([paper.px(v) for v in (60, 170, 140, 250)], 130, 360, fill=(250, 190, 60))
    return paper.image


def _photograph(seed: int, base: Ink) -> Image.Image:
    """Not a paper: soft blots of colour at every size, and grain."""
    random = np.random.default_rng(seed)
    picture = np.zeros((900, 1200, 3), np.float32)
    for grain, weight in ((4, 90), (12, 60), (40, 35), (160, 15)):
        rough = (random.random((grain, grain * 4 // 3, 3)) * 255).astype(np.uint8)
        soft = Image.fromarray(rough, "RGB").resize((1200, 900), Image.Resampling.BICUBIC)
        picture += (np.asarray(soft, np.float32) - 128) / 128 * weight
    picture += np.asarray(base, np.float32) + random.normal(0, 6, picture.shape)
    return Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8), "RGB")


def _table(ink: Ink) -> Image.Image:
    """A table with a coloured head and red figures, one short word in a cell of its own."""
    paper = Paper(150)
    paper.text(105, 20, "DANH MỤC HỘP THƯ ĐIỆN TỬ", 5.5, SERIF_BOLD, BLACK, "ma")
    draw = ImageDraw.Draw(paper.image)
    for row in range(14):
        for column, (left, right) in enumerate(((20, 40), (40, 110), (110, 150), (150, 190))):
            box = [paper.px(v) for v in (left, 36 + row * 9, right, 45 + row * 9)]
            draw.rectangle(box, outline=BLACK, width=1)
            words = (str(row), "Phòng Văn hóa", "ĐẠT" if row % 2 else "Chưa", "MỚI")[column]
            paper.text((left + right) / 2, 38 + row * 9, words, 4.4, SANS_BOLD, ink if column > 1 else BLACK, "ma")
    return paper.image


def _form_boxes() -> Image.Image:
    """A citizen's form: frames to write into, some as large as a stamp, and ticks."""
    paper = Paper(200)
    paper.text(105, 20, "PHIẾU TIẾP NHẬN HỒ SƠ", 6, SERIF_BOLD, BLACK, "ma")
    draw = ImageDraw.Draw(paper.image)
    for row, label in enumerate(("Họ và tên", "Ngày sinh", "Số CCCD", "Địa chỉ", "Điện thoại", "Kết quả")):
        paper.text(25, 42 + row * 14, label, 4.4)
        draw.rectangle([paper.px(v) for v in (70, 40 + row * 14, 110, 49 + row * 14)], outline=BLACK, width=3)
        if row % 2:
            paper.text(90, 42 + row * 14, ("12/5/1980", "Xóm 3", "Đồng ý")[row // 2], 4.8, SANS_BOLD, BLACK, "ma")
    return paper.image


def _cover(tint: Ink) -> Image.Image:
    paper = Paper(100, tint=tint)
    paper.text(105, 60, "BÁO CÁO THƯỜNG NIÊN", 13, SANS_BOLD, (255, 255, 255), "ma")
    paper.text(105, 90, "NĂM 2026", 10, SANS_BOLD, (255, 230, 90), "ma")
    return paper.image


def _qr_code() -> Image.Image:
    paper = _letter()
    bits = np.random.default_rng(5).random((29, 29)) > 0.5
    code = Image.fromarray((bits * 255).astype(np.uint8), "L").resize((paper.px(25),) * 2, Image.Resampling.NEAREST)
    paper.ink(code, (180, 20), BLACK)
    return paper.image


HARMLESS: Mapping[str, tuple[float, Callable[[], Image.Image]]] = {
    "letter": (150, lambda: _letter().image),
    "letter-75": (75, lambda: _letter(75).image),
    "letter-grey-200": (200, lambda: noisy(grey(_letter(200).image), 8)),
    "letter-black-and-white": (200, lambda: black_and_white(_letter(200).image)),
    "sealed": (150, lambda: _sealed().image),
    "sealed-300": (300, lambda: _sealed(300).image),
    "sealed-100-jpeg": (100, lambda: jpeg(_sealed(100).image, 35)),
    "sealed-grey": (150, lambda: grey(_sealed().image)),
    "sealed-on-its-side": (150, lambda: _sealed().image.rotate(90, expand=True)),
    "sealed-skewed": (150, lambda: skewed(_sealed().image, 3)),
    "sealed-photographed": (150, lambda: jpeg(noisy(shaded(_sealed().image), 8), 60)),
    "two-seals": (150, lambda: _with_second_seal().image),
    "signed-in-red": (150, lambda: _signed_in_red().image),
    "arrival-stamp": (150, _arrival_stamp),
    "arrival-stamp-violet": (150, lambda: _arrival_stamp(VIOLET)),
    "den": (150, lambda: _stamped(Stamp("ĐẾN", height=11, angle=4))),
    "cong-van-den": (150, lambda: _stamped(Stamp("CÔNG VĂN ĐẾN", height=10, angle=-3))),
    "khan": (150, lambda: _stamped(Stamp("KHẨN", height=10, angle=5))),
    "thuong-khan": (200, lambda: _stamped(Stamp("THƯỢNG KHẨN", height=9, angle=5), dpi=200)),
    "hoa-toc": (150, lambda: _stamped(Stamp("HOẢ TỐC", height=10, angle=-6))),
    "hoa-toc-new-spelling": (150, lambda: _stamped(Stamp("HỎA TỐC", height=10, angle=6))),
    "hoa-toc-grey": (200, lambda: grey(_stamped(Stamp("HỎA TỐC", height=10, angle=3), dpi=200))),
    "sao-y": (150, lambda: _stamped(Stamp("SAO Y", height=9))),
    "sao-y-ban-chinh": (150, lambda: _stamped(Stamp("SAO Y BẢN CHÍNH", height=9, ink=DARK_RED, angle=3))),
    "da-ky": (150, lambda: _stamped(Stamp("ĐÃ KÝ", height=10, angle=8, ink=VIOLET))),
    "thu-hoi": (150, lambda: _stamped(Stamp("THU HỒI", height=9, angle=2))),
    "luu-hanh-noi-bo": (150, lambda: _stamped(Stamp("LƯU HÀNH NỘI BỘ", height=9, angle=-2))),
    "da-thu-tien": (150, lambda: _stamped(Stamp("ĐÃ THU TIỀN", height=10, angle=10, at=(140, 200)))),
    "signature-box": (150, _signature_box),
    "signature-box-blue": (150, lambda: _signature_box(BLUE)),
    "emblem": (150, _emblem),
    "logo-red": (150, lambda: _logo("VNPT", (200, 20, 40))),
    "logo-blue": (150, lambda: _logo("EVN", (20, 70, 170))),
    "letterhead-in-red": (150, lambda: _letter(head_ink=RED).image),
    "red-heading": (150, lambda: _heading("ĐẢNG CỘNG SẢN VIỆT NAM", "QUANG VINH MUÔN NĂM")),
    "red-heading-density": (150, lambda: _heading("MẬT ĐỘ DÂN SỐ", "TỈNH THÁI NGUYÊN")),
    "red-heading-security": (150, lambda: _heading("BẢO MẬT THÔNG TIN", "TRÊN MẠNG MÁY TÍNH", ink=DARK_RED)),
    "red-heading-honey": (150, lambda: _heading("MẬT ONG RỪNG THÁI NGUYÊN", size=8)),
    "red-notice": (150, lambda: _heading("THÔNG BÁO", size=10)),
    "pale-watermark": (
        150,
        lambda: _stamped(Stamp("BẢN NHÁP", height=40, frames=0, angle=35, ink=PALE, at=(105, 150))),
    ),
    "chart": (150, lambda: _chart(BLACK)),
    "chart-jpeg": (150, lambda: jpeg(_chart(RED), 40)),
    "photograph": (96, lambda: _photograph(1, (120, 110, 100))),
    "photograph-reddish": (96, lambda: jpeg(_photograph(2, (160, 90, 80)), 60)),
    "photograph-dark": (96, lambda: _photograph(3, (60, 60, 70))),
    "table": (150, lambda: _table(RED)),
    "table-grey": (200, lambda: grey(_table(BLACK))),
    "form-boxes": (200, _form_boxes),
    "cover-red": (100, lambda: _cover((190, 25, 30))),
    "cover-blue": (100, lambda: _cover((30, 60, 150))),
    "qr-code": (150, _qr_code),
    "blank": (150, lambda: Paper(150).image),
    "blank-noisy": (150, lambda: noisy(Paper(150, tint=(248, 244, 236)).image, 5)),
    "small-logo": (96, lambda: _logo("VNPT", (200, 20, 40)).crop((95, 20, 420, 100))),
    "small-seal": (96, lambda: _seal_alone()),
}


def _with_second_seal() -> Paper:
    paper = _sealed()
    paper.seal((75, 262), "CÔNG TY CỔ PHẦN PHÁT TRIỂN * T. THÁI NGUYÊN *", DARK_RED)
    return paper


def _signed_in_red() -> Paper:
    paper = _letter()
    paper.signature(SIGNED_AT, RED)
    paper.text(28, 276, "Đã xem, chuyển đồng chí Hà xử lý", 5, SANS, RED)
    return paper


def _seal_alone() -> Image.Image:
    paper = Paper(96, width=42, height=42)
    paper.seal((21, 21))
    return paper.image
