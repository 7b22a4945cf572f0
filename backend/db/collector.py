"""Python's cyclic collector in units of work that make objects by the hundred thousand.

They make no cycles; the collector would walk all that is alive, again and again, and free nothing: half of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """For the block, and whatever else runs meanwhile: nothing is lost, cycles are only found later."""
    was_running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_running:
            gc.enable()
