"""Work that starts a loop of its own, in a run in which a browser's may be going in the main thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")


def aside(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """What it returns or raises, from a thread of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work, *given, **named).result()
