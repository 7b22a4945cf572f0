"""The built extension in a real Chromium, set up as an administrator or an official would.

What it shows on a page stands in closed shadow roots, which no script of a page sees, nor Playwright's; it is read and
pressed through the browser's own debugging protocol.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Playwright, Worker

from tests.e2e.demo import PATIENCE_MILLISECONDS, wait_for

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "extension" / "dist" / "chrome"
Node = dict[str, Any]


def packed(folder: Path, origins: list[str]) -> Path:
    """A copy of the built extension that may work in these webmails from the start, as a province's package does."""
    copy = folder / "extension"
    shutil.copytree(BUILT, copy)
    manifest = copy / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"host_permissions": origins}))
    return copy


@contextmanager
def extension_context(
    playwright: Playwright, folder: Path, chromium: str, arguments: tuple[str, ...], origins: list[str]
) -> Iterator[BrowserContext]:
    """A browser of its own with the extension in it, as a developer loads it: it can be removed again."""
    context = playwright.chromium.launch_persistent_context(
        folder / "profile",
        executable_path=chromium,
        headless=True,
        args=[*arguments, "--enable-unsafe-extension-debugging"],
        ignore_default_args=["--disable-extensions"],
        locale="vi-VN",
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        _ask_browser(context, "Extensions.loadUnpacked", path=str(packed(folder, origins)))
        yield context
    finally:
        context.close()


def background(context: BrowserContext) -> Worker:
    """The extension's service worker, while it lives."""
    found = [worker for worker in context.service_workers if worker.url.startswith("chrome-extension://")]
    return found[0] if found else context.wait_for_event("serviceworker")


def stop_background(context: BrowserContext) -> None:
    """Kill the service worker, as the browser does when it was idle; the next question wakes it."""
    identity = background(context).url.split("/")[2]
    with closing(context.new_page()) as page:
        session = context.new_cdp_session(page)
        found = session.send("Target.getTargets", {"filter": [{"type": "service_worker"}]})["targetInfos"]
        for target in found:
            if identity in target["url"]:
                session.send("Target.closeTarget", {"targetId": target["targetId"]})


def let_rules_grow_old(context: BrowserContext) -> None:
    """The set that is kept is asked about with the next letter, as it is after a minute."""
    background(context).evaluate(
        """async () => {
            const { bundle } = await chrome.storage.local.get("bundle");
            await chrome.storage.local.set({ bundle: { ...bundle, nextAt: 0 } });
        }"""
    )


def replace(context: BrowserContext) -> None:
    """As an update does while pages are open: their scripts stay behind, without the extension they belong to."""
    worker = background(context)
    with suppress(Error):  # it ends before it could answer
        worker.evaluate("chrome.runtime.reload()")


def remove(context: BrowserContext) -> None:
    """As the browser's own page of extensions does, which asks in a window that no test can press."""
    _ask_browser(context, "Extensions.uninstall", id=background(context).url.split("/")[2])


def _ask_browser(context: BrowserContext, deed: str, **needs: str) -> None:
    assert context.browser is not None
    session = context.browser.new_browser_cdp_session()
    try:
        session.send(deed, dict(needs))
    finally:
        session.detach()


def set_up(context: BrowserContext, settings: Mapping[str, Any]) -> None:
    """Lay the settings into the extension's storage, and wait until its scripts are registered."""
    worker = background(context)
    worker.evaluate("settings => chrome.storage.local.set({ settings })", dict(settings))
    wait_for(
        lambda: len(worker.evaluate("chrome.scripting.getRegisteredContentScripts()")) == 2,
        "both scripts of the guard are registered",
    )


def in_content_script(page: Page, expression: str) -> Any:
    """What a script of the extension's in this page comes to, as one that a page had got hold of would."""
    with closing_session(page) as session:
        worlds: list[dict[str, Any]] = []
        session.on("Runtime.executionContextCreated", lambda event: worlds.append(event["context"]))
        session.send("Runtime.enable")
        [world, *_] = [one for one in worlds if one["origin"].startswith("chrome-extension://")]
        asked = {"expression": expression, "contextId": world["id"], "awaitPromise": True, "returnByValue": True}
        return session.send("Runtime.evaluate", asked)["result"].get("value")


def is_guarded(page: Page) -> bool:
    """Whether the extension's first script runs in this page."""
    with suppress(ValueError):  # the extension has no world in it yet
        return bool(in_content_script(page, "globalThis.congvuGuarding !== undefined"))
    return False


@contextmanager
def closing_session(page: Page) -> Iterator[CDPSession]:
    session = page.context.new_cdp_session(page)
    try:
        yield session
    finally:
        session.detach()


class Panel:
    """What the extension shows on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._session: CDPSession = page.context.new_cdp_session(page)

    @property
    def text(self) -> str:
        return " ".join(" ".join(_texts(root)) for root in self._shades())

    def says(self, words: str) -> None:
        """Waits until it does."""
        try:
            wait_for(lambda: words in self.text, "the extension says it")
        except AssertionError:
            raise AssertionError(f"the extension does not say {words!r}, but {self.text!r}") from None

    def press(self, label: str) -> None:
        """Press the first button of this name, once it is there."""
        [node, *_] = wait_for(lambda: self._buttons(label), f"a button {label!r}")
        self._call(node, "function () { this.click() }")

    def walk_to(self, words: str) -> None:
        """Press Tab until what has these words has the focus."""
        seen = []
        while words not in (focused := self.focused):
            seen.append(focused)
            assert len(seen) < 40, f"the keyboard never comes to {words!r}: {seen}"
            self.page.keyboard.press("Tab")

    def confirm_by_keyboard(self) -> None:
        """In the dialog that asks for it: the first reason, the second person, the button."""
        self.walk_to("Lý do")
        self.page.keyboard.press("ArrowDown")
        self.walk_to("Nguyễn Thị Vân")
        self.page.keyboard.press("ArrowDown")
        assert "Trần Văn Thư" in self.focused
        self.walk_to("Tôi xác nhận")
        self.page.keyboard.press("Enter")

    @property
    def focused(self) -> str:
        """Name or words of what has the focus in what the extension shows; "" while the page has it."""
        look = """function () {
            const one = this.activeElement;
            return one && (one.getAttribute("aria-label") || one.closest("label")?.innerText || one.innerText);
        }"""
        found = (self._call(root, look) for root in self._shades())
        return next((str(words).strip() for words in found if words), "")

    def copies(self) -> list[dict[str, str]]:
        """What is shown, as HTML and style sheets with what they are told of the page around."""
        copy = """function () {
            const rules = [...this.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]);
            const css = rules.map((rule) => rule.cssText).join(" ");
            return { html: this.innerHTML, css, ...this.host.dataset };
        }"""
        return [self._call(root, copy) for root in self._shades()]

    def _call(self, node: Node, function: str) -> Any:
        """Run a function of JavaScript with the node as `this`; what it returns."""
        resolved = self._session.send("DOM.resolveNode", {"backendNodeId": node["backendNodeId"]})
        asked = {"objectId": resolved["object"]["objectId"], "functionDeclaration": function, "returnByValue": True}
        return self._session.send("Runtime.callFunctionOn", asked)["result"].get("value")

    def _buttons(self, label: str) -> list[Node]:
        buttons = [node for root in self._shades() for node in _walk(root) if node["nodeName"] == "BUTTON"]
        return [node for node in buttons if " ".join(_texts(node)) == label]

    def _shades(self) -> list[Node]:
        document = self._session.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
        hosts = [node for node in _walk(document) if "data-congvu" in node.get("attributes", [])]
        return [root for host in hosts for root in host.get("shadowRoots", [])]


def _walk(node: Node) -> Iterator[Node]:
    yield node
    inside = [*node.get("children", []), *node.get("shadowRoots", [])]
    for child in [*inside, *([node["contentDocument"]] if "contentDocument" in node else [])]:
        yield from _walk(child)


def _texts(node: Node) -> list[str]:
    return [one["nodeValue"].strip() for one in _walk(node) if one["nodeType"] == 3 and one["nodeValue"].strip()]
