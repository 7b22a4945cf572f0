"""The browser's own page of extensions: what its switch calls."""

from contextlib import closing
from typing import Any

from playwright.sync_api import BrowserContext, Page

OURS = "Thư Công Vụ"
LIST = "() => chrome.developerPrivate.getExtensionsInfo({ includeDisabled: true })"


def switch_off(context: BrowserContext) -> None:
    _call(context, "id => chrome.management.setEnabled(id, false)", "DISABLED")


def switch_on(context: BrowserContext) -> None:
    _call(context, "id => chrome.management.setEnabled(id, true)", "ENABLED")


def _call(context: BrowserContext, function: str, then: str) -> None:
    """`then` is the extension's state afterwards."""
    with closing(context.new_page()) as page:
        page.goto("chrome://extensions")
        page.evaluate(function, _ours(page)["id"])
        assert _ours(page)["state"] == then


def _ours(page: Page) -> Any:
    return next(one for one in page.evaluate(LIST) if one["name"] == OURS)
