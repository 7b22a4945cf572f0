"""How large a picture is on paper: its own word for it where that is a paper's size, else a guess by its pixels."""

MM_PER_INCH = 25.4
LONG_SIDE_MM, CLOSE_UP_MM = 297.0, 105.0  # of A4; of a stamp photographed from near
LARGEST_MM, SMALLEST_MM = 450.0, 8.0
SCREEN_DPI = 96.0
SMALLEST_PIXELS = 10  # a stamp's letters need more
PAGE_MM, PAGE_DPI = 120.0, 70.0
PAGE_PIXELS = 560  # a page's long side at 48 dpi; smaller pictures are no pages
SCANNED_FROM_MM = 180.0


def resolutions(width: int, height: int, stated_dpi: float | None) -> tuple[float, ...]:
    """Pixels an inch, the likeliest first. A picture that does not say how large it is may be a page, or a stamp
    alone: it is looked at as both."""
    long_side = max(width, height)
    as_page = long_side / LONG_SIDE_MM * MM_PER_INCH
    close_up = long_side / CLOSE_UP_MM * MM_PER_INCH
    if stated_dpi is not None and SMALLEST_MM <= (stated := long_side / stated_dpi * MM_PER_INCH) <= LARGEST_MM:
        return (stated_dpi,) if stated >= SCANNED_FROM_MM else (stated_dpi, close_up)
    if long_side < PAGE_PIXELS:
        return (SCREEN_DPI, close_up)
    return (as_page, close_up)


def is_page(width: int, height: int, dpi: float) -> bool:
    """Whether whole lines of print may be on it."""
    return dpi >= PAGE_DPI and max(width, height) / dpi * MM_PER_INCH >= PAGE_MM
