"""`congvu rules rollback`: what was in force before, issued again as a new version, signed as policy demands."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE
from backend.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

    from backend.classification.restoring import Earlier


def add_rollback(rollback: argparse.ArgumentParser) -> None:
    rollback.add_argument("--to", metavar="VERSION", help="default: the version before that judged otherwise")
    rollback.add_argument("--settings", type=Path, help="congvu.toml: trusted keys, people needed, where it goes")
    rollback.add_argument(
        "--key",
        type=Path,
        action="append",
        default=[],
        required=True,
        help="private key; as often as people must sign: first who proposes, then who approves",
    )
    rollback.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="PROPOSAL",
        help="only propose it, for somebody else to approve and publish",
    )
    rollback.set_defaults(action=_rollback)


def _rollback(arguments: argparse.Namespace) -> int:
    from backend.classification import approval
    from backend.classification.bundle import canonical
    from backend.classification.keys import read_key
    from backend.classification.restoring import sign_anew
    from backend.classification.text_file import replace_text
    from backend.commands.rules_publication import publish, read_private_key

    settings = Settings.load(arguments.settings)
    keys = [read_private_key(file) for file in arguments.key]
    trusted = [read_key(file) for file in settings.trusted_keys]
    found = asyncio.run(_earlier(settings, trusted, arguments.to))
    print(f"{found.payload['version']} brings back {found.version}")
    if arguments.output:
        replace_text(arguments.output, approval.propose(canonical(found.payload), keys[0]))
        print(f"{arguments.output}: to be approved and published")
        return EXIT_DONE
    publish(settings, sign_anew(found.payload, keys, settings.rule_approvals))
    return EXIT_DONE


async def _earlier(settings: Settings, trusted: "list[OKPKey]", wanted: str | None) -> "Earlier":
    import orjson
    from joserfc.jws import extract_compact

    from backend.classification.restoring import earlier
    from backend.commands.directory_database import opened

    if not settings.bundle.exists():
        raise UsageError("nothing is in force")
    held = orjson.loads(extract_compact(settings.bundle.read_bytes().strip()).payload)
    async with opened(settings) as database, database.read() as session:
        return await earlier(session, held, trusted, settings.rule_approvals, datetime.now(UTC), wanted)
