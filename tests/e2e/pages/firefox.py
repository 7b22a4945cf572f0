"""A Firefox ESR with the extension in it, led through WebDriver BiDi by tests/e2e/firefox.mjs."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend.extension_package.manifest import firefox_manifest, gecko_id
from backend.extension_package.province import Province
from deploy.demo.layout import CHECKOUT
from tests.e2e.demo import wait_for

BUILT = CHECKOUT / "extension" / "dist" / "firefox"
NODE = CHECKOUT / ".venv" / "bin" / "node"
PROGRAM = CHECKOUT / "tests" / "e2e" / "firefox.mjs"
DROP = """({ selector, files }) => {
    const transfer = new DataTransfer();
    for (const { name, data } of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
        const init = { dataTransfer: transfer, bubbles: true, cancelable: true };
        document.querySelector(selector).dispatchEvent(new DragEvent(type, init));
    }
}"""


@dataclass(frozen=True, slots=True)
class Sent:
    """One request, as the browser saw it leave."""

    url: str
    method: str
    kind: str  # its Content-Type
    size: int  # bytes of its body
    body: bytes

    @property
    def is_upload(self) -> bool:
        return self.method == "POST" and self.kind.startswith("multipart/form-data")


class Firefox:
    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.version = str(self._answer())

    def ask(self, deed: str, **needs: object) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": deed, **needs}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def go(self, url: str) -> None:
        self.ask("go", url=url)

    def go_guarded(self, url: str) -> None:
        """Open a page until the extension stands in it: its scripts do once the background has read its settings."""
        look = "() => !window.dispatchEvent(new Event('congvu-guarded', { cancelable: true }))"  # hooks/page.ts

        def stands() -> bool:
            self.go(url)
            return bool(self.evaluate(look))

        wait_for(stands, "the extension on the page")

    def click(self, selector: str) -> None:
        self.ask("click", selector=selector)

    def type(self, selector: str, text: str, frame: str = "") -> None:
        """Key by key; `frame` is the selector of the frame it stands in."""
        self.ask("type", selector=selector, text=text, frame=frame)

    def choose(self, selector: str, *files: Path) -> None:
        self.ask("choose", selector=selector, files=[str(file) for file in files])

    def drop(self, selector: str, *files: Path) -> None:
        """As a drag from the desktop ends."""
        self.evaluate(DROP, {"selector": selector, "files": [_carried(file) for file in files]})

    def evaluate(self, script: str, argument: object = None) -> Any:
        return self.ask("evaluate", script=script, argument=argument)

    def replace_extension(self) -> None:
        """Install it again over itself, as an update does while pages are open."""
        self.ask("replace")

    def in_own_page(self, name: str, script: str, argument: object = None) -> Any:
        """What a function says that is given this page of the extension's; None while the page is not open."""
        return self.ask("inOwnPage", name=name, script=script, argument=argument)

    def follow(self, part: str) -> bool:
        """To the window whose address has this in it; whether there is one."""
        return bool(self.ask("follow", part=part))

    def count(self, selector: str) -> int:
        return int(self.evaluate("(selector) => document.querySelectorAll(selector).length", selector))

    def wait_for(self, selector: str, count: int = 1) -> None:
        wait_for(lambda: self.count(selector) == count, f"{count} of {selector}")

    @property
    def said(self) -> str:
        return " ".join(str(self.ask("said")).split())

    def says(self, words: str) -> None:
        wait_for(lambda: words in self.said, f"the extension says {words!r}, not {self.said!r}")

    def forget(self) -> None:
        """Only what is asked of servers from now on counts."""
        self.ask("forget")

    @property
    def uploads(self) -> list[Sent]:
        """Requests that carried a file to the webmail."""
        return [one for one in self.requests if one.is_upload]

    def carried(self, *needles: bytes) -> list[str]:
        """Addresses of requests whose body held one of these."""
        return [one.url for one in self.requests if any(needle in one.body for needle in needles)]

    @property
    def requests(self) -> list[Sent]:
        told = self.ask("requests")
        return [Sent(**{**one, "body": base64.b64decode(one["body"])}) for one in told]

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "Firefox ended"
        answer: Mapping[str, Any] = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer["value"]


@contextmanager
def firefox(
    province: Province, settings: Mapping[str, object], folder: Path, *, own_pages: bool = False
) -> Iterator[Firefox]:
    """With the extension as `congvu extension pack` makes it for this province, and its settings by managed storage, as
    a policy sets them. `own_pages`: its own pages can be looked into (`in_own_page`), but it guards none."""
    package = folder / "extension"
    shutil.copytree(BUILT, package)
    manifest = package / "manifest.json"
    manifest.write_bytes(firefox_manifest(manifest.read_bytes(), province))
    home = _home(folder, gecko_id(manifest.read_bytes()), settings)
    started = {"extension": str(package), "home": str(home), "ownPages": own_pages}
    arguments = [str(NODE), str(PROGRAM), json.dumps(started)]
    with subprocess.Popen(
        arguments, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        try:
            yield Firefox(process)
        finally:
            process.stdin.close()
            process.wait(60)


def _home(folder: Path, extension_id: str, settings: Mapping[str, object]) -> Path:
    """Where Firefox finds what an administrator has set."""
    managed = folder / "home" / ".mozilla" / "managed-storage"
    managed.mkdir(parents=True)
    told = {"name": extension_id, "description": "policy", "type": "storage", "data": dict(settings)}
    (managed / f"{extension_id}.json").write_text(json.dumps(told), "utf-8")
    return folder / "home"


def _carried(file: Path) -> dict[str, str]:
    return {"name": file.name, "data": base64.b64encode(file.read_bytes()).decode("ascii")}
