"""What an SMTP client reads when its mail is not taken: ASCII (RFC 5321), Vietnamese without marks, then English.

Never anything of the mail itself: the reference leads to what may be known, the page it names to what is to be done.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from backend.classification.refusal import Refusal
from backend.gateway.milter_protocol import SmtpReply

LINE_BYTES = 500  # RFC 5321 section 4.5.3.1.5: 512 with everything a server puts around it


@dataclass(frozen=True, slots=True)
class Replies:
    """`public_url`: of our pages."""

    public_url: str

    def marked(self, reference: str) -> SmtpReply:
        return self._refused(
            Refusal.MARKED,
            "Khong gui duoc: thu hoac tep co dau hieu mang dau chi do mat (he thong khong ket luan day la bi mat nha"
            " nuoc). Hay gui theo duong van ban mat: van thu, co yeu; khong gui qua thu dien tu."
            f" Ma {reference}",
            f"Refused: signs of a secrecy mark. Use the channel for classified papers. Ref {reference}",
        )

    def marked_from_outside(self, reference: str) -> SmtpReply:
        return self._refused(
            Refusal.MARKED_FROM_OUTSIDE,
            "Khong nhan qua thu dien tu: thu hoac tep co dau hieu mang dau chi do mat."
            " Xin gui ban giay qua van thu hoac duong co yeu cua co quan nhan."
            f" Ma {reference}",
            f"Refused: signs of a secrecy mark. Please deliver it on paper. Ref {reference}",
        )

    def cannot_be_read(self, reference: str) -> SmtpReply:
        return self._refused(
            Refusal.UNREADABLE,
            "Khong gui duoc: co phan khong doc duoc de kiem tra, va co nguoi nhan ngoai cac dia chi cong vu hoac khong"
            " the xac nhan. Hay gui tep khong dat mat khau (docx, pdf)."
            f" Ma {reference}",
            f"Refused: a part cannot be checked. Send it readable, without password. Ref {reference}",
        )

    def to_be_confirmed(self, reference: str, code: str) -> SmtpReply:
        """Leads to where it is confirmed, and nowhere else."""
        return SmtpReply(
            550,
            "5.7.1",
            f"Can nguoi gui xac nhan truoc: mo {self.public_url.rstrip('/')}/xac-nhan/{code} roi gui lai thu nay."
            f" Ma {reference} | To be confirmed by the sender: open the link, then send again. Ref {reference}",
        )

    def nobody_can_confirm(self, reference: str) -> SmtpReply:
        return self._refused(
            Refusal.NOBODY_CAN_CONFIRM,
            f"Can nguoi gui xac nhan, nhung thu nay khong duoc gui bang hop thu co dang nhap. Ma {reference}",
            f"To be confirmed, but nobody signed in to send it. Ref {reference}",
        )

    def too_large(self) -> SmtpReply:
        vietnamese = "Thu qua lon, khong the kiem tra truoc khi gui."
        text = self._text(552, Refusal.TOO_LARGE, vietnamese, "The message is too large to be checked")
        return SmtpReply(552, "5.3.4", text)

    def busy(self) -> SmtpReply:
        return self._later(
            Refusal.BUSY, "May chu dang ban, xin gui lai sau it phut.", "Too much mail at this moment, try again later"
        )

    def no_rules(self) -> SmtpReply:
        return self._later(
            Refusal.NO_RULES,
            "Chua co goi quy tac hop le nen chua kiem tra duoc thu, xin gui lai sau.",
            "No valid rule bundle, try again later",
        )

    def not_checked(self) -> SmtpReply:
        return self._later(
            Refusal.NOT_CHECKED,
            "Chua kiem tra duoc thu, xin gui lai sau.",
            "The message could not be checked, try again later",
        )

    def no_answer(self) -> SmtpReply:
        return self._later(
            Refusal.NO_ANSWER,
            "Chua hoi duoc viec xac nhan cua nguoi gui, xin gui lai sau.",
            "The confirmation cannot be looked up, try later",
        )

    def no_journal(self) -> SmtpReply:
        return self._later(
            Refusal.NO_JOURNAL,
            "Chua ghi duoc nhat ky, xin gui lai sau.",
            "The journal cannot be written, try again later",
        )

    def _refused(self, why: Refusal, vietnamese: str, english: str) -> SmtpReply:
        return SmtpReply(550, "5.7.1", self._text(550, why, vietnamese, english))

    def _later(self, why: Refusal, vietnamese: str, english: str) -> SmtpReply:
        return SmtpReply(451, "4.7.1", self._text(451, why, vietnamese, english))

    def _text(self, code: int, why: Refusal, vietnamese: str, english: str) -> str:
        """With where it is explained, if there is room: a line that is too long, or that is no ASCII, is no reply.
        In words and not as a link, for SOGo shows of a reply only what comes after its first "/"."""
        text = f"{vietnamese} Xem {urlsplit(self.public_url).netloc}, Huong dan, muc {why} | {english}"
        fits = len(f"{code} 5.7.1 {text}") <= LINE_BYTES and text.isascii() and text.isprintable() and "%" not in text
        return text if fits else f"{vietnamese} | {english}"
