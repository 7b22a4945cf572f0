"""The two canary letters as mails."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from backend.clock import VIETNAM
from backend.correspondence.canary import Probe

_SUBJECT = "Thu thu tu dong / Automatic test letter"
_TEXT = {
    Probe.CLEAN: (
        "Thư thử tự động mỗi giờ của hệ thống Thư Công Vụ: thư này phải đến được hộp thư.\n"
        "An automatic letter of each hour: it must arrive.\n"
    ),
    Probe.MARKED: (
        "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\n\nMẬT\n\n"
        "Thư thử tự động mỗi giờ của hệ thống Thư Công Vụ: máy chủ thư phải từ chối thư này. Nếu thư này nằm trong\n"
        "hộp thư, cửa kiểm tra đã để lọt: hãy báo ngay cho người trực.\n"
        "An automatic letter of each hour that the mail server must refuse. If you read it, the gate let it pass:\n"
        "tell whoever is on duty at once.\n"
    ),
}


def canary_letter(probe: Probe, sender: str, recipient: str, message_id: str, now: datetime) -> bytes:
    """In CRLF lines, for the null envelope sender."""
    letter = EmailMessage(policy=SMTP)
    letter["From"] = sender
    letter["To"] = recipient
    letter["Subject"] = _SUBJECT
    letter["Date"] = format_datetime(now.astimezone(VIETNAM))
    letter["Message-ID"] = f"<{message_id}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_TEXT[probe], cte="base64")
    return letter.as_bytes()
