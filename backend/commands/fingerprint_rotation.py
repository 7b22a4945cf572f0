"""`congvu rules rotate-fingerprint-key`: a new key of fingerprints, and the one before kept until the overlap ends."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE

OVERLAP_DAYS, DAYS_LIMIT = 32, 92  # a clearance holds for 31 days at most; what is much longer is no rotation


def add_rotate(rotate: argparse.ArgumentParser) -> None:
    whose = rotate.add_mutually_exclusive_group(required=True)
    whose.add_argument("--key", type=Path, help="private key of the province: the file is <key>.fingerprint")
    whose.add_argument("--fingerprint-key", type=Path, help="the file itself")
    rotate.add_argument(
        "--days", type=int, default=OVERLAP_DAYS, metavar="N", help=f"how long both are known; default: {OVERLAP_DAYS}"
    )
    rotate.set_defaults(action=_rotate)


def current(file: Path) -> bytes:
    """Kept from bundle to bundle, so that declarations stay valid over a new version; made where there is none.

    Raises:
        UsageError: the file is no key.
    """
    from backend.classification.fingerprint_keys import KEY_LENGTH, new_fingerprint_key
    from backend.classification.keys import write_secret

    if not file.exists():
        write_secret(file, new_fingerprint_key())
    key = file.read_bytes()
    if len(key) != KEY_LENGTH:
        raise UsageError(f"{file}: a fingerprint key is 32 bytes")
    return key


def _rotate(arguments: argparse.Namespace) -> int:
    from backend.classification.fingerprint_keys import (
        EarlierKey,
        beside,
        new_fingerprint_key,
        read_earlier,
        written_file,
    )
    from backend.classification.keys import write_secret

    file: Path = arguments.fingerprint_key or Path(f"{arguments.key}.fingerprint")
    now = datetime.now(UTC)
    if not 1 <= arguments.days <= DAYS_LIMIT:
        raise UsageError(f"--days: from 1 to {DAYS_LIMIT}")
    if not file.exists():
        raise UsageError(f"{file}: there is no key to change")
    if (standing := read_earlier(file, now)) is not None:
        raise UsageError(f"{beside(file)}: the key before is known until {standing.until:%Y-%m-%d}; three never are")
    earlier = EarlierKey(current(file), (now + timedelta(days=arguments.days)).replace(microsecond=0))
    write_secret(beside(file), written_file(earlier))
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)  # of a rotation that was cut off
    write_secret(fresh, new_fingerprint_key())
    fresh.replace(file)
    print(f"{file}: a new key; the one before is known until {earlier.until:%Y-%m-%d %H:%M} UTC")
    print("now build or propose a bundle and publish it; after that day build once more, and the old key is gone")
    return EXIT_DONE
