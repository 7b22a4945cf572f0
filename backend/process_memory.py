"""What a serving process tells its allocator and its garbage collector, and how it gives memory back.

glibc keeps up to eight heaps a core, one for each thread that ever asked while another one was asking, and seldom gives
back what is free in them; Python looks for garbage after each 700 new objects, of which a start makes more than a
million that stay.
"""

import ctypes
import gc

HEAPS = 2  # our threads wait for a disk or for each other; they seldom ask for memory at once
NEW_OBJECTS = 20_000  # between two looks for garbage among the youngest
_M_ARENA_MAX = -8  # malloc.h


def settle() -> None:
    """Before anything else is imported. Without glibc nothing is told to its allocator."""
    gc.set_threshold(NEW_OBJECTS, 10, 10)
    _call("mallopt", _M_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Return freed memory to the operating system. Some milliseconds; for when a large piece of work is done."""
    _call("malloc_trim", 0)


def _call(name: str, *numbers: int) -> None:
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*map(ctypes.c_int, numbers))
