"""What each action of the demo does and says."""

import json
import time
from collections.abc import Sequence
from fcntl import LOCK_EX, flock

from deploy.demo.backend import ALL_ROLES
from deploy.demo.extension import Extension, is_built
from deploy.demo.layout import RUNTIME_ROOT, Layout, Ports
from deploy.demo.screen import show
from deploy.demo.stack import Stack


def up(layout: Layout, roles: Sequence[str] | None = None) -> None:
    """Bring the demo up, or say that it is; then show addresses and log-ins. Two calls at once follow each other."""
    with _Turn(layout):
        standing = Stack(known_layout(layout))
        if standing.is_up() and standing.layout.description.exists():
            show(standing.layout, "The demo is already up.")
            return
        started = time.monotonic()
        extension = Extension(layout) if is_built() else None
        stack = Stack(layout, extension)
        stack.up(roles or ALL_ROLES)
        if extension is not None:
            extension.pack()
        from deploy.demo.samples import write_samples  # the only part that needs libraries: stop and reset need none

        write_samples(layout.samples)
        show(layout, f"The demo is up after {time.monotonic() - started:.0f} seconds.")


def stop(layout: Layout) -> None:
    with _Turn(layout):
        stack = Stack(layout)
        was_up = bool(stack.record.started())
        if not stack.stop():
            left = ", ".join(entry.name for entry in stack.record.started())
            print(f"demo: these do not end: {left}")
        else:
            print(f"The demo in {layout.home} is stopped." if was_up else f"No demo runs from {layout.home}.")


def reset(layout: Layout) -> None:
    with _Turn(layout):
        Stack(layout).reset()
        print(f"The demo in {layout.home} is stopped and emptied.")


def known_layout(layout: Layout) -> Layout:
    """The layout with the ports this folder's demo came up on, if there is one."""
    try:
        description = json.loads(layout.description.read_text("utf-8"))
        return Layout(layout.home, Ports(int(description["smtp_port"]) - Ports(0).smtp))
    except (OSError, ValueError, KeyError):
        return layout


class _Turn:
    """One action at a time for one folder."""

    def __init__(self, layout: Layout) -> None:
        RUNTIME_ROOT.mkdir(mode=0o755, exist_ok=True)
        self._lock = (RUNTIME_ROOT / f"{layout.runtime.name}.lock").open("w")

    def __enter__(self) -> None:
        flock(self._lock, LOCK_EX)

    def __exit__(self, *_: object) -> None:
        self._lock.close()
