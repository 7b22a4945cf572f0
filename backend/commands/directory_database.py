"""The database and the keys that commands about the directory work with."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from backend.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

    from backend.db import Database


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator["Database"]:
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(settings.database)
    database = Database(settings.database)
    try:
        yield database
    finally:
        await database.close()


def signing_key(settings: Settings) -> "OKPKey":
    """The private key that signs the directory's history; made at the first change.

    Raises:
        UsageError: the file holds no private Ed25519 key.
        OSError: its folder is missing or may not be written.
    """
    from backend.classification.keys import make_key, read_key
    from backend.errors import UsageError

    if not settings.directory_key.exists():
        make_key(settings.directory_key)
    key = read_key(settings.directory_key)
    if not key.is_private:
        raise UsageError(f"{settings.directory_key}: is a public key, the directory is signed with the private one")
    return key


def trusted_keys(settings: Settings, named: Sequence[Path] = ()) -> "list[OKPKey]":
    """The public keys that a command names, else those of the settings."""
    from backend.classification.keys import read_key

    return [read_key(file) for file in named or settings.directory_trust]
