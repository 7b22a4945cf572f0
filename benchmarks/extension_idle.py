"""For `extension`: whether its service worker sleeps while nobody needs it, and how long each time it stays awake.

In a real Chromium with a guarded page open, asked for its targets over its own port only: a debugger that attaches to a
service worker, as Playwright does, keeps it alive.
"""

import json
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

from tests.e2e.conftest import CHROMIUM, CHROMIUM_ARGUMENTS
from tests.e2e.demo import wait_for

WATCHED_SECONDS = 110  # the browser stops what was idle for 30 s; an alarm wakes it within the first minute
LOOK_SECONDS = 0.5


def watched(folder: Path, address: str) -> tuple[int, float]:
    """The fewest service workers that lived at a time, and the longest life of one in seconds.

    `folder` holds the extension and the profile of a browser in which it was set up.
    """
    package, profile = folder / "extension", folder / "profile"
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    loading = (f"--disable-extensions-except={package}", f"--load-extension={package}", f"--user-data-dir={profile}")
    command = [CHROMIUM, "--headless=new", *CHROMIUM_ARGUMENTS, *loading, "--remote-debugging-port=0", address]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        try:
            wait_for(lambda: port.exists() and port.read_text().strip(), "the browser opens its port")
            living = list(_living(int(port.read_text().split()[0])))
        finally:
            browser.terminate()
    return min(living), _longest(living) * LOOK_SECONDS


def _living(port: int) -> Iterator[int]:
    """How many live, at every look."""
    for _ in range(round(WATCHED_SECONDS / LOOK_SECONDS)):
        time.sleep(LOOK_SECONDS)
        with urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            yield sum(target["type"] == "service_worker" for target in json.load(answer))


def _longest(living: list[int]) -> int:
    longest = current = 0
    for count in living:
        current = current + 1 if count > 0 else 0
        longest = max(longest, current)
    return longest
