"""`congvu receipts PATH…`: what delivery reports and read receipts say; nothing for other mail (contract 2)."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from backend.exit_status import EXIT_DONE

if TYPE_CHECKING:
    from backend.mail.receipts import Receipt


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="letters, mbox files, folders of them")
    parser.add_argument("--json", action="store_true", help="one JSON document a receipt, one a line")


def run(arguments: argparse.Namespace) -> int:
    from backend.mail.receipts import read_receipt
    from backend.mail.stored import stored_files, stored_letters

    for file in [file for path in arguments.paths for file in stored_files(path)]:
        for raw in stored_letters(file):
            receipt = read_receipt(raw)
            if receipt is not None:
                document = _document(file, receipt)
                print(json.dumps(document, ensure_ascii=False) if arguments.json else _in_words(document))
    return EXIT_DONE


def _document(file: Path, receipt: "Receipt") -> dict[str, object]:
    from backend.mail.receipts import DeliveryReceipt

    if isinstance(receipt, DeliveryReceipt):
        recipients = [{"final": one.final, "action": one.action, "status": one.status} for one in receipt.recipients]
        said: dict[str, object] = {"recipients": recipients}
        return {"file": str(file), "kind": "dsn", "original_message_id": receipt.original_message_id} | said
    return {
        "file": str(file),
        "kind": "mdn",
        "original_message_id": receipt.original_message_id,
        "final": receipt.final,
        "mode": receipt.mode,
        "disposition": receipt.disposition,
        "modifiers": list(receipt.modifiers),
    }


def _in_words(document: dict[str, object]) -> str:
    about = document["original_message_id"] or "a letter it does not name"
    lines = [f"{document['file']}: {document['kind']} about {about}"]
    recipients = document.get("recipients", [document])
    for one in recipients if isinstance(recipients, list) else []:
        words = (one.get("final"), one.get("action"), one.get("status"), one.get("disposition"), one.get("mode"))
        lines.append("  " + " ".join(str(word) for word in words if word))
    return "\n".join(lines)
