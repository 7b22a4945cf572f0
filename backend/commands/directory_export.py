"""Writes the directory to files: what `congvu directory export` does."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from backend.commands.directory_database import opened
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.directory.portable import Portable


async def write(settings: Settings, form: str, output: Path, *, full: bool) -> list[str]:
    """Write and name every file. A full export, and an address book, are readable for their owner only.

    Raises:
        OSError: the folder is missing or may not be written.
    """
    from backend.clock import today_in_vietnam
    from backend.directory import history_queries
    from backend.directory.portable import portable, public

    if form == "address-book":
        return [_write(output, await _address_book(settings), private=True)]
    async with opened(settings) as database, database.read() as session:
        standing = await history_queries.standing(session)
    tables = portable(standing) if full else public(standing, today_in_vietnam())
    return [_write(file, content, private=full) for file, content in _contents(tables, form, output, settings)]


async def _address_book(settings: Settings) -> bytes:
    """Whom colleagues find, as LDIF."""
    from backend.clock import today_in_vietnam
    from backend.directory.address_book import as_address_book
    from backend.directory.search_entries import findables
    from backend.directory.search_queries import search_source

    async with opened(settings) as database, database.read() as session:
        source = await search_source(session, today_in_vietnam())
    found = findables(source.agencies, source.mailboxes, source.officials)
    return "".join(as_address_book(found, _base(settings))).encode()


def _base(settings: Settings) -> str:
    """`thainguyen.gov.vn` → dc=thainguyen,dc=gov,dc=vn."""
    return ",".join(f"dc={part}" for part in settings.province_domains[0].split("."))


def _contents(tables: "Portable", form: str, output: Path, settings: Settings) -> Iterator[tuple[Path, bytes]]:
    from backend.directory.exporter import as_csv, as_json, as_ldif
    from backend.directory.vcard import as_vcards

    if form == "csv":
        output.mkdir(exist_ok=True)
        yield from ((output / f"{table}.csv", as_csv(lines).encode()) for table, lines in tables.items())
    elif form == "json":
        yield output, as_json(tables)
    elif form == "ldif":
        yield output, "".join(as_ldif(tables, _base(settings))).encode()
    else:
        yield output, "".join(as_vcards(tables)).encode()


def _write(file: Path, content: bytes, *, private: bool) -> str:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600 if private else 0o644)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
    return f"{file}: {len(content)} bytes"
