"""Why a letter or a file was stopped, each with a page that says what happened and what is lawful now.

The values are in links that stand in mails and logs of mail programs for years: they are added to, never changed.
"""

from enum import StrEnum

HELP_PATH = "/huong-dan/vi-sao"


class Refusal(StrEnum):
    """The last part of the page's address."""

    MARKED = "dau-mat"
    MARKED_FROM_OUTSIDE = "dau-mat-tu-ngoai"
    REMOVED = "da-go-khoi-hop-thu"  # stored by a client (IMAP APPEND), taken out at once
    UNREADABLE = "khong-doc-duoc"
    STAMP = "hinh-giong-dau"
    TO_BE_CONFIRMED = "can-xac-nhan"
    NOBODY_CAN_CONFIRM = "khong-ai-xac-nhan"
    TOO_LARGE = "qua-lon"
    NO_RULES = "chua-co-quy-tac"
    NOT_CHECKED = "chua-kiem-tra-duoc"
    BUSY = "may-chu-ban"
    NO_ANSWER = "chua-hoi-duoc-xac-nhan"
    NO_JOURNAL = "chua-ghi-duoc-nhat-ky"


def help_link(public_url: str, refusal: Refusal) -> str:
    return f"{public_url.rstrip('/')}{HELP_PATH}/{refusal}"
