"""Papers drawn as a scanner sees them: a page of print, stamps and seals in ink on it, and what a scan does to them.

All places and sizes are in millimetres from the upper left corner of the page; ink darkens what lies under it.
"""

import math
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

MM_PER_INCH = 25.4
SERIF, SERIF_BOLD, SANS, SANS_BOLD = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSans-Bold.ttf",
)
Ink = tuple[int, int, int]
RED, DARK_RED, PALE, VIOLET, BLACK, BLUE, ORANGE = (
    (214, 28, 36),
    (140, 20, 28),
    (238, 150, 150),
    (96, 52, 160),
    (20, 20, 24),
    (30, 60, 170),
    (226, 92, 30),
)
SAMPLE = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC"
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương; căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của",
    "Chính phủ về công tác văn thư; xét đề nghị của Chánh Văn phòng tại Tờ trình số 15/TTr-VP, Ủy ban nhân dân",
    "đề nghị các cơ quan, đơn vị thực hiện việc rà soát, cập nhật danh mục hộp thư điện tử chính thức, bảo đảm",
    "an toàn thông tin, bảo mật tài khoản và gửi kết quả trước ngày 15 hằng tháng về Sở Khoa học và Công nghệ.",
    "Thủ trưởng các cơ quan chịu trách nhiệm chỉ đạo cán bộ, công chức, viên chức thuộc quyền quản lý sử dụng",
    "thư điện tử trong trao đổi công việc; văn thư kiểm tra hộp thư của cơ quan ít nhất năm lần mỗi ngày làm việc.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị phản ánh kịp thời để tổng hợp, xem xét.",
)


@cache
def font(name: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, max(pixels, 4), layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A rubber stamp: words in a frame. `height` is that of the whole stamp; angle in degrees, counter-clockwise."""

    words: str
    at: tuple[float, float] = (58.0, 48.0)  # its middle
    ink: Ink = RED
    height: float = 8.0
    frames: int = 1
    angle: float = 0.0
    face: str = SERIF_BOLD
    letter_share: float = 0.62  # capital height with its marks, of the height
    worn: float = 0.0  # share of ink missing, in blots
    line: float = 0.5
    spaced: bool = False
    opacity: float = 1.0


@dataclass(slots=True)
class Paper:
    """A page being drawn."""

    dpi: float
    width: float = 210.0
    height: float = 297.0
    tint: Ink = (255, 255, 255)
    seed: int = 7
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self.image = Image.new("RGB", (self.px(self.width), self.px(self.height)), self.tint)

    def px(self, mm: float) -> int:
        return max(1, round(mm * self.dpi / MM_PER_INCH))

    def text(
        self, x: float, y: float, words: str, size: float = 4.2, face: str = SERIF, ink: Ink = BLACK, anchor: str = "la"
    ) -> None:
        """One line; `size` is the font's, in millimetres (14 pt is 4.9)."""
        draw = ImageDraw.Draw(self.image)
        draw.text((self.px(x), self.px(y)), words, fill=ink, font=font(face, self.px(size)), anchor=anchor)

    def letter(self, body_lines: int = 32, sample: bool = True, head_ink: Ink = BLACK) -> None:
        """An official letter: agency and motto at the head, body, Nơi nhận, signer."""
        self.text(60, 18, "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN", 4.2, SERIF, head_ink, "ma")
        self.text(60, 24, "SỞ KHOA HỌC VÀ CÔNG NGHỆ", 4.2, SERIF_BOLD, head_ink, "ma")
        self.text(148, 18, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 4.2, SERIF_BOLD, head_ink, "ma")
        self.text(148, 24, "Độc lập - Tự do - Hạnh phúc", 4.6, SERIF_BOLD, BLACK, "ma")
        self.text(60, 34, "Số: 125/SKHCN-VP", 4.4, SERIF, BLACK, "ma")
        self.text(148, 34, "Thái Nguyên, ngày 12 tháng 3 năm 2026", 4.4, SERIF, BLACK, "ma")
        self.text(105, 60, "Kính gửi: Ủy ban nhân dân các xã, phường", 4.9, SERIF, BLACK, "ma")
        for index in range(body_lines):
            self.text(28, 70 + index * 5.6, BODY[index % len(BODY)], 3.5)
        self.text(28, 258, "Nơi nhận:", 3.8, SERIF_BOLD)
        self.text(28, 263, "- Như trên;", 3.5)
        self.text(28, 268, "- Lưu: VT, VP.", 3.5)
        self.text(150, 256, "GIÁM ĐỐC", 4.6, SERIF_BOLD, BLACK, "ma")
        if sample:
            self.text(105, 288, SAMPLE, 3.0, SANS, (90, 90, 90), "ma")

    def stamp(self, stamp: Stamp) -> None:
        self.ink(_stamp_mask(stamp, self.dpi, self.seed), stamp.at, stamp.ink, stamp.angle, stamp.opacity)

    def ink(self, mask: Image.Image, at: tuple[float, float], ink: Ink, angle: float = 0, opacity: float = 1) -> None:
        """Press `mask` (255 where ink is) with its middle at a place."""
        turned = mask.rotate(angle, expand=True, resample=Image.Resampling.BICUBIC)
        left, top = self.px(at[0]) - turned.width // 2, self.px(at[1]) - turned.height // 2
        covered = (
            max(left, 0),
            max(top, 0),
            min(left + turned.width, self.image.width),
            min(top + turned.height, self.image.height),
        )
        if covered[0] >= covered[2] or covered[1] >= covered[3]:
            return
        seen = turned.crop((covered[0] - left, covered[1] - top, covered[2] - left, covered[3] - top))
        share = np.asarray(seen, np.float32)[..., None] / 255 * opacity
        page = np.asarray(self.image.crop(covered), np.float32)
        pressed = page * (1 - share) + page * np.asarray(ink, np.float32) / 255 * share
        self.image.paste(Image.fromarray(np.clip(pressed, 0, 255).astype(np.uint8), "RGB"), covered[:2])

    def seal(
        self, at: tuple[float, float], around: str = "SỞ KHOA HỌC VÀ CÔNG NGHỆ * TỈNH THÁI NGUYÊN *", ink: Ink = RED
    ) -> None:
        """The round seal of an agency, 36 mm, with a star."""
        self.ink(seal_mask(self.dpi, around), at, ink, 8, 0.9)

    def signature(self, at: tuple[float, float], ink: Ink = BLUE, width: float = 38.0) -> None:
        size = self.px(width)
        mask = Image.new("L", (size, size // 2), 0)
        points = [
            (
                size * (0.08 + 0.84 * t / 60 + 0.05 * math.sin(t * 1.9)),
                size * (0.25 + 0.16 * math.sin(t * 0.9) * math.cos(t * 0.23)),
            )
            for t in range(61)
        ]
        ImageDraw.Draw(mask).line(points, fill=255, width=self.px(0.6), joint="curve")
        self.ink(mask, at, ink, 12)

    def pixels(self) -> NDArray[np.uint8]:
        return np.asarray(self.image, np.uint8)


def _stamp_mask(stamp: Stamp, dpi: float, seed: int) -> Image.Image:
    scale = 2  # drawn larger, so that thin frames keep an even width
    mm = dpi * scale / MM_PER_INCH
    height = stamp.height * mm
    words = " ".join(stamp.words) if stamp.spaced else stamp.words
    face = font(stamp.face, round(height * stamp.letter_share * 1.08))
    left, top, right, bottom = face.getbbox(words)
    pad = 0.3 * height if stamp.frames else 0.05 * height
    width = right - left + 2 * pad
    mask = Image.new("L", (round(width), round(height)), 0)
    draw = ImageDraw.Draw(mask)
    draw.text(((width - right - left) / 2, (height - top - bottom) / 2), words, fill=255, font=face)
    line = max(round(stamp.line * mm), scale)
    for index in range(stamp.frames):
        inset = index * line * 2.4
        draw.rectangle((inset, inset, mask.width - 1 - inset, mask.height - 1 - inset), outline=255, width=line)
    if stamp.worn:
        mask = _worn(mask, stamp.worn, mm, seed)
    return mask.resize((max(mask.width // scale, 1), max(mask.height // scale, 1)), Image.Resampling.LANCZOS)


def _worn(mask: Image.Image, share: float, mm: float, seed: int) -> Image.Image:
    """Ink missing in blots of half a millimetre."""
    random = np.random.default_rng(seed)
    small = (max(round(mask.width / mm * 2), 2), max(round(mask.height / mm * 2), 2))
    blots = Image.fromarray((random.random((small[1], small[0])) * 255).astype(np.uint8), "L")
    blots = blots.resize(mask.size, Image.Resampling.BICUBIC)
    keep = np.asarray(blots, np.float32) > 255 * share
    return Image.fromarray((np.asarray(mask, np.float32) * (0.25 + 0.75 * keep)).astype(np.uint8), "L")


def seal_mask(dpi: float, around: str, diameter: float = 36.0) -> Image.Image:
    mm = dpi * 2 / MM_PER_INCH
    size = round(diameter * mm)
    mask = Image.new("L", (size, size), 0)
    draw = ImageDraw.Draw(mask)
    for radius, line in ((0.49, 0.9), (0.455, 0.35), (0.3, 0.35)):
        edge = size * (0.5 - radius)
        draw.ellipse((edge, edge, size - edge, size - edge), outline=255, width=max(round(line * mm), 1))
    star = [
        (
            size * (0.5 + radius * math.sin(math.pi * i / 5)),
            size * (0.5 - radius * math.cos(math.pi * i / 5)),
        )
        for i, radius in enumerate([0.14, 0.055] * 5)
    ]
    draw.polygon(star, fill=255)
    face = font(SANS_BOLD, round(size * 0.085))
    for index, letter in enumerate(around):
        angle = 2 * math.pi * index / len(around) - math.pi * 0.8
        tile = Image.new("L", (round(size * 0.16),) * 2, 0)
        ImageDraw.Draw(tile).text((tile.width / 2, tile.height / 2), letter, fill=255, font=face, anchor="mm")
        tile = tile.rotate(-math.degrees(angle), resample=Image.Resampling.BICUBIC)
        x, y = size * (0.5 + 0.378 * math.sin(angle)), size * (0.5 - 0.378 * math.cos(angle))
        mask.paste(255, (round(x - tile.width / 2), round(y - tile.height / 2)), tile)
    return mask.resize((size // 2, size // 2), Image.Resampling.LANCZOS)


def grey(image: Image.Image) -> Image.Image:
    return image.convert("L").convert("RGB")


def black_and_white(image: Image.Image, threshold: int = 150) -> Image.Image:
    return image.convert("L").point(lambda value: 255 if value > threshold else 0).convert("RGB")


def noisy(image: Image.Image, spread: float, seed: int = 3) -> Image.Image:
    random = np.random.default_rng(seed)
    pixels = np.asarray(image, np.float32)
    return Image.fromarray(np.clip(pixels + random.normal(0, spread, pixels.shape), 0, 255).astype(np.uint8), "RGB")


def blurred(image: Image.Image, radius: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


def jpeg(image: Image.Image, quality: int) -> Image.Image:
    """What is left after JPEG."""
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality)
    return Image.open(BytesIO(stream.getvalue())).convert("RGB")


def skewed(image: Image.Image, degrees: float) -> Image.Image:
    return image.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))


def shaded(image: Image.Image) -> Image.Image:
    """Light that falls from one side, as on a photograph of a paper."""
    pixels = np.asarray(image, np.float32)
    light = np.linspace(1.0, 0.62, pixels.shape[1], dtype=np.float32)[None, :, None]
    warm = np.asarray((1.0, 0.96, 0.88), np.float32)
    return Image.fromarray(np.clip(pixels * light * warm, 0, 255).astype(np.uint8), "RGB")


def png_bytes(image: Image.Image, dpi: float) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG", dpi=(dpi, dpi), compress_level=1)
    return stream.getvalue()
