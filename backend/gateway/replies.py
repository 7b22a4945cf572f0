"""What an SMTP client reads when its mail is not taken: ASCII (RFC 5321), Vietnamese without marks, then English.

Never anything of the mail itself: the reference leads to what may be known.
"""

from backend.gateway.milter_protocol import SmtpReply


def _refused(text: str) -> SmtpReply:
    return SmtpReply(550, "5.7.1", text)


def _later(text: str) -> SmtpReply:
    return SmtpReply(451, "4.7.1", text)


def marked(reference: str) -> SmtpReply:
    return _refused(
        "Khong gui duoc: thu hoac tep co dau hieu mang dau chi do mat (he thong khong ket luan day la bi mat nha nuoc)."
        " Hay gui theo duong van ban mat: van thu, co yeu; khong gui qua thu dien tu."
        f" Ma {reference} | Refused: signs of a secrecy mark. Use the channel for classified papers. Ref {reference}"
    )


def marked_from_outside(reference: str) -> SmtpReply:
    return _refused(
        "Khong nhan qua thu dien tu: thu hoac tep co dau hieu mang dau chi do mat."
        " Xin gui ban giay qua van thu hoac duong co yeu cua co quan nhan."
        f" Ma {reference} | Refused: signs of a secrecy mark. Please deliver it on paper. Ref {reference}"
    )


def cannot_be_read(reference: str) -> SmtpReply:
    return _refused(
        "Khong gui duoc: co phan khong doc duoc de kiem tra, va co nguoi nhan ngoai cac dia chi cong vu hoac khong the"
        " xac nhan. Hay gui tep khong dat mat khau (docx, pdf)."
        f" Ma {reference} | Refused: a part cannot be checked. Send it readable, without password. Ref {reference}"
    )


def to_be_confirmed(reference: str, link: str) -> SmtpReply:
    return _refused(
        f"Can nguoi gui xac nhan truoc: mo {link} roi gui lai thu nay."
        f" Ma {reference} | To be confirmed by the sender: open the link, then send again. Ref {reference}"
    )


def nobody_can_confirm(reference: str) -> SmtpReply:
    return _refused(
        "Can nguoi gui xac nhan, nhung thu nay khong duoc gui bang hop thu co dang nhap."
        f" Ma {reference} | To be confirmed, but nobody signed in to send it. Ref {reference}"
    )


TOO_LARGE = SmtpReply(
    552, "5.3.4", "Thu qua lon, khong the kiem tra truoc khi gui. | The message is too large to be checked"
)
BUSY = _later("May chu dang ban, xin gui lai sau it phut. | Too much mail at this moment, try again later")
NO_RULES = _later(
    "Chua co goi quy tac hop le nen chua kiem tra duoc thu, xin gui lai sau. | No valid rule bundle, try again later"
)
NOT_CHECKED = _later("Chua kiem tra duoc thu, xin gui lai sau. | The message could not be checked, try again later")
NO_ANSWER = _later(
    "Chua hoi duoc viec xac nhan cua nguoi gui, xin gui lai sau. | The confirmation cannot be looked up, try later"
)
NO_JOURNAL = _later("Chua ghi duoc nhat ky, xin gui lai sau. | The journal cannot be written, try again later")
