"""`python -m deploy.extension_icons`: the extension's icons (PNG, for Chromium) from the one drawing there is.

Run it when the drawing changes; the pictures are committed, so that a build needs no browser.
"""

from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
DRAWING = ROOT / "backend" / "web" / "static" / "congvu.svg"
ICONS = ROOT / "extension" / "public" / "icon"
SIZES_PIXELS = (16, 32, 48, 128)


def main() -> None:
    drawing = DRAWING.read_text("utf-8")
    ICONS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for size in SIZES_PIXELS:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: {size}px }}</style>{drawing}")
            page.screenshot(path=ICONS / f"{size}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
