"""The sample papers of the demo; tests/e2e makes its files here too.

Each function writes one file into a folder and returns its path. Marked samples say on every page that they are none.
"""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.demo.papers.locked_zip import write_locked_zip
from deploy.demo.papers.paper import load_paper
from deploy.demo.papers.pdf_paper import write_pdf
from deploy.demo.papers.word_paper import write_word

ZIP_PASSWORD = "123456"  # what people really use
GUIDE = "00-doc-truoc.txt"


def meeting_paper(folder: Path) -> Path:
    return write_pdf(load_paper("meeting_paper"), folder / "01-tai-lieu-hop.pdf")


def six_recipients(folder: Path) -> Path:
    return write_word(load_paper("six_recipients"), folder / "02-cong-van-noi-nhan.docx")


def unsure_recipients(folder: Path) -> Path:
    return write_word(load_paper("unsure_recipients"), folder / "11-cong-van-cu-noi-nhan.docx")


def work_schedule(folder: Path) -> Path:
    return write_word(load_paper("work_schedule"), folder / "03-lich-cong-tac.docx")


def decree(folder: Path) -> Path:
    return write_pdf(load_paper("decree"), folder / "04-nghi-dinh-noi-ve-bao-mat.pdf")


def marked_page_header(folder: Path) -> Path:
    return write_word(load_paper("marked_page_header"), folder / "05-mau-dau-o-dau-trang.docx")


def marked_left_cell(folder: Path) -> Path:
    return write_pdf(load_paper("marked_left_cell"), folder / "06-mau-dau-o-ben-trai.pdf")


def marked_in_archive(folder: Path) -> Path:
    archive = folder / "07-mau-trong-tep-nen.zip"
    inner = marked_page_header(folder)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(inner, f"ho-so/{inner.name}")
    return archive


def declassified(folder: Path) -> Path:
    return write_pdf(load_paper("declassified"), folder / "08-mau-da-giai-mat.pdf")


def locked_archive(folder: Path) -> Path:
    text = "Dự thảo chương trình làm việc. Tệp này chỉ để thử một tệp nén đặt mật khẩu.\n"
    return write_locked_zip(folder / "09-tep-dat-mat-khau.zip", "chuong-trinh.txt", text.encode(), ZIP_PASSWORD)


def plain_text(folder: Path) -> Path:
    file = folder / "10-ghi-chu.txt"
    file.write_text("Ghi chú cuộc họp ngày 05/01/2026\n\n- Rà soát hộp thư.\n- Gửi lịch công tác.\n", "utf-8")
    return file


def issued_decision(folder: Path) -> Path:
    return write_pdf(load_paper("issued_decision"), folder / "12-quyet-dinh-phat-hanh.pdf")


@dataclass(frozen=True, slots=True)
class Sample:
    """`outcome` is what a person who attaches it will see."""

    write: Callable[[Path], Path]
    outcome: str


SAMPLES = (
    Sample(meeting_paper, "Bắt buộc gửi qua thư điện tử: hiện nhãn, gửi được."),
    Sample(six_recipients, "Công văn: đối chiếu Nơi nhận, đề nghị thêm nơi còn thiếu."),
    Sample(work_schedule, "Lịch công tác: bắt buộc gửi qua thư điện tử."),
    Sample(decree, "Có nói đến bí mật nhà nước và BẢO MẬT nhưng không mang dấu: gửi được."),
    Sample(marked_page_header, "Dấu TỐI MẬT ở đầu trang: bị chặn, tệp không rời máy."),
    Sample(marked_left_cell, "Dấu TỐI MẬT ở ô bên trái: bị chặn, tệp không rời máy."),
    Sample(marked_in_archive, "Dấu nằm trong một tệp bên trong tệp nén: bị chặn."),
    Sample(declassified, "Đã giải mật: gửi được sau khi một người đứng tên xác nhận."),
    Sample(
        locked_archive,
        f"Tệp nén đặt mật khẩu ({ZIP_PASSWORD}), không đọc được: trong tỉnh cần xác nhận, ngoài tỉnh bị chặn.",
    ),
    Sample(plain_text, "Ghi chú thường: gửi được, không có nhãn."),
    Sample(unsure_recipients, "Công văn cũ: huyện đã chia, xã viết không dấu: hỏi, không đoán; chọn một lần là nhớ."),
    Sample(issued_decision, "Quyết định: bấm “Phát hành” khi soạn thư, kéo tệp vào, xem từng nơi nhận."),
)


def write_samples(folder: Path) -> None:
    """Write all of them anew, with a guide that says what to expect of each."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{sample.write(folder).name}\n    {sample.outcome}\n" for sample in SAMPLES]
    guide = "Tệp mẫu để thử Thư Công Vụ. Đính kèm từng tệp vào một thư và xem điều gì xảy ra.\n\n"
    (folder / GUIDE).write_text(guide + "\n".join(lines), "utf-8")
    for file in folder.iterdir():
        file.chmod(0o644)
