"""`congvu webmail add NAME`: trusts a new webmail and prints the configuration of its plugin."""

import argparse
import asyncio
import re
from pathlib import Path

from backend.errors import UsageError
from backend.settings import Settings

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    deeds = parser.add_subparsers(dest="deed", required=True)
    add = deeds.add_parser("add", help="make a key pair, keep the public key, print the plugin's PHP configuration")
    add.add_argument("name", help="what this webmail is called here: small letters, digits, dots, hyphens")
    add.add_argument("--replace", action="store_true", help="give a webmail that is registered a new key")
    add.add_argument("--database", metavar="URL", help="database (settings: database_url)")
    add.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    from joserfc.jwk import OKPKey

    from backend.classification.keys import public_part

    if not _NAME.fullmatch(arguments.name):
        raise UsageError(
            f"{arguments.name!r}: a webmail's name has small letters, digits, dots and hyphens, at most 64"
        )
    settings = Settings.load(arguments.settings).changed(database_url=arguments.database)
    trusted = [public_part(file) for file in settings.trusted_keys]
    key = OKPKey.generate_key("Ed25519").as_dict(private=True)
    asyncio.run(_register(settings.database, arguments.name, str(key["x"]), replace=arguments.replace))
    print(_configuration(settings, arguments.name, str(key["d"]), trusted))
    return 0


async def _register(url: str, name: str, public_key: str, *, replace: bool) -> None:
    from backend.access.service import register_webmail
    from backend.clock import SystemClock
    from backend.db import Database
    from backend.db.migrate import make_ready

    await make_ready(url)
    database = Database(url)
    try:
        async with database.write() as session:
            await register_webmail(session, name, public_key, SystemClock().now(), replace=replace)
    finally:
        await database.close()


def _configuration(settings: Settings, name: str, seed: str, trusted: list[dict[str, str]]) -> str:
    keys = "".join(
        f"    [{', '.join(f'{_php(member)} => {_php(value)}' for member, value in key.items())}],\n" for key in trusted
    )
    keys = keys or "    // the public key that your rule bundles are signed with: congvu rules keygen FILE\n"
    return (
        "// Roundcube: plugins/congvu/config.inc.php. Holds a private key: owner root, group of the web server, 0640.\n"
        f"$config['congvu_backend_url'] = {_php(settings.public_url.rstrip('/'))};\n"
        f"$config['congvu_webmail_id'] = {_php(name)};\n"
        f"$config['congvu_private_key'] = {_php(seed)};\n"
        f"$config['congvu_trusted_keys'] = [\n{keys}];\n"
        f"$config['congvu_rule_approvals'] = {settings.rule_approvals};"
    )


def _php(text: str) -> str:
    """A PHP string in single quotes."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
