"""Generated Vietnamese papers: pieces that rules care about, put together at random but from a fixed seed."""

import unicodedata
from random import Random

MARKS = ("MẬT", "TỐI MẬT", "TUYỆT MẬT", "Mật", "tối mật", "M Ậ T", "T Ố I  M Ậ T", "T U Y Ệ T   M Ậ T", "TỐI  MẬT")
DECLASSIFIED = ("GIẢI MẬT", "GIẢI MẬT Từ: 01/02/2026", "G I Ả I  M Ậ T", "GIẢI MẬT\nTừ: ngày 3 tháng 2 năm 2026")
TRAPS = (
    "Bảo đảm BẢO MẬT thông tin",
    "BẢO MẬT",
    "MẬT KHẨU",
    "Mật độ dân số của xã là 1.204 người/km2",
    "Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
    "độ mật: MẬT, TỐI MẬT, TUYỆT MẬT",
    "việc giải mật thực hiện theo Điều 19",
    "TỐI MẬT Về việc tăng cường công tác",
    "KHẨN TRƯƠNG thực hiện",
)
HEADS = (
    "UBND TỈNH THÁI NGUYÊN",
    "ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG",
    "UỶ BAN NHÂN DÂN",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/UBND-VX",
    "Số: 15/QĐ-UBND",
    "Số:     /KH-UBND",
    "Số: 34/2008/CT-TTg",
    "Số: 07/GM-UBND",
    "Số 123-CV/TU",
    "Số: 88/BC–SNV",
    "Thái Nguyên, ngày 05 tháng 01 năm 2026",
    "Thái Nguyên, ngày     tháng 3 năm 2026",
    "HỎA TỐC",
    "HOẢ TỐC",
    "THƯỢNG KHẨN",
    "K H Ẩ N",
)
TITLES = (
    "QUYẾT ĐỊNH",
    "KẾ HOẠCH",
    "GIẤY MỜI",
    "BÁO CÁO",
    "THÔNG BÁO",
    "TÀI LIỆU HỌP",
    "LỊCH CÔNG TÁC TUẦN 12",
    "LỊCH LÀM VIỆC",
    "SAO Y",
    "NGHỊ ĐỊNH",
    "V/v rà soát hộp thư điện tử công vụ",
    "Về việc ban hành Quy chế quản lý hộp thư điện tử",
)
BODIES = (
    "Kính gửi: Sở Khoa học và Công nghệ.",
    "Kính gửi:",
    "- Sở Tài chính;",
    "- Uỷ ban nhân dân xã Phú Lương.",
    "Thực hiện Công điện số 40/CĐ-TTg ngày 19 tháng 5 năm 2026 của Thủ tướng Chính phủ, đề nghị các đơn vị báo cáo.",
    "Điều 1. Ban hành kèm theo Quyết định này Quy chế quản lý, sử dụng thư điện tử công vụ.",
    "Hoà Bình, thuỷ lợi, hoạt động, toàn diện, quý I, khoẻ mạnh, tuỳ tình hình.",
    "Gửi để báo cáo; gửi để biết và phối hợp thực hiện.",
    "Tài liệu phục vụ cuộc họp gửi kèm theo thư điện tử này./.",
    "1. Nội dung: rà soát 92 xã, phường; 2. Thời hạn: trước 17 giờ.",
)
RECIPIENTS = (
    ("Nơi nhận:", "- Như trên;", "- Chủ tịch, các Phó Chủ tịch UBND tỉnh;", "- Lưu: VT, TH."),
    ("Nơi nhận: - Như Điều 3; - Các sở, ban, ngành; - Lưu: VT.",),
    ("Nơi nhận:", "Như trên;", "Sở Y tế (để b/c);", "Lưu: VT, NC."),
    ("Nơi nhận:", "- Như trên;", "- Được phép sao, chụp: 02 bản;", "- Lưu: VT, Nguyễn Văn An."),
)
FRAMES = (
    "{}",
    "{}",
    "{}",
    "| {} |",
    "[{}]",
    "« {} »",
    "*** {} ***",
    "  {}  ",
    "-{}-",
    "{}.",
    "{}:",
    "({})",
    "{} A",
    "x {}",
)
HIDDEN = ("\u00ad", "\u200b", "\ufeff", "\u2060")
SPACES = ("\u00a0", "\u2009", "\u3000", "\t", "  ")


def pages(random: Random, *, longest: int = 3) -> list[list[str]]:
    """Some pages of lines: a letter-like frame with marks, traps and running text in between."""
    return [_page(random, first=number == 0) for number in range(random.randint(1, longest))]


def _page(random: Random, *, first: bool) -> list[str]:
    lines = random.sample(HEADS, random.randint(0, 6)) if first else []
    lines += random.sample(TITLES, random.randint(0, 2))
    lines += random.sample(BODIES, random.randint(1, 5))
    if random.random() < 0.5:
        lines += random.choice(RECIPIENTS)
    for pool, share in ((TRAPS, 0.6), (MARKS, 0.35), (DECLASSIFIED, 0.2)):
        if random.random() < share:
            piece = random.choice(FRAMES).format(random.choice(pool))
            lines.insert(random.randint(0, len(lines)), piece)
    return [written for line in lines for written in _disturbed(random, line).split("\n")]


def _disturbed(random: Random, line: str) -> str:
    """The same line as keyboards, text layers and converters may write it."""
    if random.random() < 0.15:
        line = unicodedata.normalize("NFD", line)
    if random.random() < 0.1 and line:
        place = random.randrange(len(line))
        line = line[:place] + random.choice(HIDDEN) + line[place:]
    if random.random() < 0.15:
        line = line.replace(" ", random.choice(SPACES), 1)
    if random.random() < 0.1:
        line = line.upper() if random.random() < 0.5 else line.lower()
    return line
