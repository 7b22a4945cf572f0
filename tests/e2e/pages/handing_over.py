"""Hands files to a place of a page as a drag from the desktop or the clipboard of a file manager would."""

import base64
from collections.abc import Sequence
from mimetypes import guess_type
from pathlib import Path

from playwright.sync_api import Locator

_FILES = """(_, files) => {
    const transfer = new DataTransfer();
    for (const { name, type, data } of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
    }
    return transfer;
}"""
DROP = """(target, transfer) => {
    for (const type of ["dragenter", "dragover", "drop"]) {
        target.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""
PASTE = """(target, transfer) => target.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: transfer, bubbles: true, cancelable: true })
)"""


def hand_over(target: Locator, event: str, files: Sequence[Path]) -> None:
    """`event` is DROP or PASTE; the files are made in the document of the target, which may be a frame's."""
    transfer = target.evaluate_handle(_FILES, [_as_argument(file) for file in files])
    target.evaluate(event, transfer)


def _as_argument(file: Path) -> dict[str, str]:
    kind = guess_type(file.name)[0] or "application/octet-stream"
    return {"name": file.name, "type": kind, "data": base64.b64encode(file.read_bytes()).decode("ascii")}
