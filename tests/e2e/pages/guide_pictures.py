"""Pictures for docs/huong-dan, written only when `make guide-pictures` asks for them; of sample papers and letters."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

FOLDER = os.environ.get("GUIDE_PICTURES", "")
QUALITY, WIDEST_PIXELS = 80, 1100


def picture(what: Page | Locator, name: str) -> None:
    """As WebP: a quarter of a PNG's size."""
    if not FOLDER:
        return
    with Image.open(BytesIO(what.screenshot())) as shot:
        shot.thumbnail((WIDEST_PIXELS, WIDEST_PIXELS * 4))
        shot.convert("RGB").save(Path(FOLDER) / f"{name}.webp", quality=QUALITY, method=6)
