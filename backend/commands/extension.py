"""`congvu extension …`: the browser extension as this province installs it. Needs no Node and no network."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE
from backend.settings import Settings

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    from backend.extension_package.pack import Packed

_KEY_BITS = 2048  # what Chromium's own packer makes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True)
    keygen = actions.add_parser("keygen", help="make the key that the extension's id comes from (mode 0600): keep it")
    keygen.add_argument("file", type=Path)
    keygen.set_defaults(action=_keygen)
    pack = actions.add_parser("pack", help="write the extension for this province's webmails, and its policies")
    pack.add_argument("built", type=Path, help="the folder with chrome/ and firefox/: extension/dist, or a release's")
    pack.add_argument("--host", required=True, action="append", metavar="PATTERN", help="https://mail.example.gov.vn/*")
    pack.add_argument("--key", type=Path, required=True, help="made by `congvu extension keygen`")
    pack.add_argument("--version", default="", help="numbers joined by dots; default: the build's")
    pack.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")
    pack.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="served as extension_files")
    pack.set_defaults(action=_pack)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.action(arguments)
    return status


def _keygen(arguments: argparse.Namespace) -> int:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    from backend.classification.keys import write_secret

    key = generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(arguments.file, written)
    return EXIT_DONE


def _pack(arguments: argparse.Namespace) -> int:
    from backend.classification.keys import public_part
    from backend.extension_package.pack import pack
    from backend.extension_package.province import Province

    settings = Settings.load(arguments.settings)
    province = Province(
        backend_url=settings.public_url.rstrip("/"),
        hosts=tuple(arguments.host),
        trusted_keys=tuple(public_part(file) for file in settings.trusted_keys),
        rule_approvals=settings.rule_approvals,
        version=arguments.version,
    )
    packed = pack(arguments.built, province, _key(arguments.key))
    for name, content in packed.files.items():
        file = arguments.output / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    print(_told(packed, arguments.output))
    return EXIT_DONE


def _key(file: Path) -> "RSAPrivateKey":
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{file}: no private key in PEM without a password") from error
    if not isinstance(key, RSAPrivateKey):
        raise UsageError(f"{file}: browsers take an RSA key (congvu extension keygen)")
    return key


def _told(packed: "Packed", folder: Path) -> str:
    redirects = "".join(f'\n    "{address}",' for address in packed.redirects)
    return (
        f"# {folder}: version {packed.version}, policies in {folder / 'policies'}. Into congvu.toml:\n"
        f"extension_redirects = [{redirects}\n]\n"
        f'extension_origins = ["{packed.origin}"]\n'
        f'extension_files = "{folder}"'
    )
