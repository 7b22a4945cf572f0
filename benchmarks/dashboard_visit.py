"""For `dashboard`: one visit of its page in real Chromium, with an empty cache, and what the visitor feels of it.

Largest contentful paint is Chromium's own entry (W3C), from the visit's beginning, read when nothing is drawn any more.
Interactions are trusted ones: arrow keys on every picture, a press on one, another sender chosen by keyboard, the
letters behind a number opened. The worst of them is what interaction to next paint is of fewer than fifty; Chromium
tells it in steps of 8 ms, none below 16.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

PATIENCE_MILLISECONDS = 60_000
KEYS = ("Home", "ArrowRight", "ArrowRight", "PageDown", "End", "ArrowLeft")
_OBSERVE = """
window.paints = [];
window.interactions = {};
new PerformanceObserver((list) => window.paints.push(...list.getEntries().map((one) => one.startTime)))
    .observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
    for (const { interactionId: id, duration } of list.getEntries()) {
        if (id) window.interactions[id] = Math.max(window.interactions[id] ?? 0, duration);
    }
}).observe({ type: "event", durationThreshold: 16, buffered: true });
"""
_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"
_IDLE = "main:not([aria-busy])"
_DRAWN = f"{_IDLE} .pointed, {_IDLE} .news:not(:empty)"


@dataclass(frozen=True, slots=True)
class Felt:
    """Milliseconds. `processors`: of the page's main thread until it is drawn; 16 of an interaction: at most that."""

    largest_paint: float
    first_byte: float
    processors: float
    worst_interaction: float
    has_pictures: bool  # to point at; not where the script gave up waiting, and the server's own drawings stand there


def felt(browser: Browser, origin: str, query: str, token: str) -> Felt:
    with _page(browser, origin, token) as page:
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{origin}/bang-dieu-hanh{query}")
        page.locator(_DRAWN).first.wait_for()
        page.evaluate(_FRAMES)
        has_pictures = page.locator(".pointed").count() > 0
        paint = float(page.evaluate("window.paints.at(-1)"))
        first_byte = float(page.evaluate("performance.getEntriesByType('navigation')[0].responseStart"))
        metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
        _interact(page)
        worst = float(page.evaluate("Math.max(16, ...Object.values(window.interactions))"))
        return Felt(paint, first_byte, metrics["TaskDuration"] * 1000, worst, has_pictures)


@contextmanager
def _page(browser: Browser, origin: str, token: str) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    context.add_cookies([{"name": "congvu", "value": token, "url": origin}])
    page = context.new_page()
    page.add_init_script(_OBSERVE)
    try:
        yield page
    finally:
        context.close()


def _interact(page: Page) -> None:
    for picture in page.get_by_role("slider").all():
        picture.focus()
        for key in KEYS:
            page.keyboard.press(key)
            page.evaluate(_FRAMES)
        picture.click()
        page.evaluate(_FRAMES)
    page.locator("select[name=nguoi-gui]").focus()
    page.keyboard.press("ArrowDown")
    page.evaluate(_FRAMES)
    page.locator(".filters button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**nguoi-gui=doanh-nghiep**")
    page.locator(_IDLE).wait_for()
    page.evaluate(_FRAMES)
    letters = page.locator("[data-part=OPEN] a")
    if letters.count():
        letters.click()
        page.locator("[data-table=letters] tbody tr").first.wait_for()
    page.evaluate(_FRAMES)
