"""What a receipt says of each recipient, in the words of a journal record. Pure."""

from typing import Any

from backend.mail.delivery_status import RecipientStatus
from backend.mail.receipts import DeliveryReceipt, Receipt

MOST_IN_A_RECEIPT = 100  # recipients; a letter has no more


def said_in(receipt: Receipt) -> list[tuple[str, dict[str, Any]]]:
    """The final recipients that are named, each with what became of its copy."""
    if isinstance(receipt, DeliveryReceipt):
        return [(one.final, _delivery(one)) for one in receipt.recipients[:MOST_IN_A_RECEIPT] if one.final]
    displayed = {"receipt": "mdn", "disposition": receipt.disposition, "mode": receipt.mode}
    return [(receipt.final, displayed)] if receipt.final else []


def _delivery(status: RecipientStatus) -> dict[str, Any]:
    return {"receipt": "dsn", "action": status.action, "status": status.status}
