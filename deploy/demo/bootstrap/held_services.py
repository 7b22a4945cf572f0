"""Holds services back while packages are installed, by a policy-rc.d of our own; one that was there comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLICY = Path("/usr/sbin/policy-rc.d")
_MARK = "# congvu: holds services back while packages are installed"
_TEXT = f"#!/bin/sh\n{_MARK}\nexit 101\n"  # 101: action not allowed (invoke-rc.d(8))


@contextmanager
def services_held_back(policy: Path = POLICY) -> Iterator[None]:
    """Until the end of the block nothing is started, stopped or restarted by a package."""
    kept = policy.with_name(policy.name + ".before-congvu")
    _restore(policy, kept)  # what a run that was killed left behind
    if policy.exists() or policy.is_symlink():
        policy.rename(kept)
    try:
        policy.write_text(_TEXT, "ascii")
        policy.chmod(0o755)
        yield
    finally:
        _restore(policy, kept)


def _restore(policy: Path, kept: Path) -> None:
    if policy.is_file() and _MARK in policy.read_text("utf-8", "replace"):
        policy.unlink()
    if (kept.exists() or kept.is_symlink()) and not policy.exists():
        kept.rename(policy)
