"""`congvu rules propose|approve|publish`: one person proposes, another approves, the server puts it in force."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import BundleError, BundleRefusal, UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

    from backend.classification.approval import Signed
    from backend.classification.bundle import Bundle
    from backend.settings import Settings


def add_approve(approve: argparse.ArgumentParser) -> None:
    approve.add_argument("proposal", type=Path)
    approve.add_argument("--trust", type=Path, required=True, metavar="PUB", help="public key of who proposed it")
    approve.add_argument("--key", type=Path, help="the approver's private key; without it the proposal is only shown")
    approve.add_argument("-o", "--output", type=Path, metavar="BUNDLE")
    approve.add_argument("--rules", type=Path, metavar="DIR", help="whose vectors are run; default: those installed")
    approve.add_argument(
        "--against", type=Path, metavar="BUNDLE", help="the bundle in force: what would change is listed"
    )
    approve.set_defaults(action=_approve)


def add_publish(publish: argparse.ArgumentParser) -> None:
    publish.add_argument("bundle", type=Path)
    publish.add_argument("--settings", type=Path, help="congvu.toml: trusted keys, people needed, where it goes")
    publish.set_defaults(action=_publish)


def failed_vectors(bundle: "Bundle", rules: Path | None) -> int:
    """Run the vectors, print those that fail, and how many passed."""
    from backend.classification.vectors import run_conformance, run_vectors
    from backend.rules_folder import rules_dir

    results = [*run_vectors(bundle, rules), *run_conformance(rules_dir() / "conformance")]
    failures = [result for result in results if result is not None]
    for failure in failures:
        print(f"{failure.about}: {failure.case}: expected {failure.expected}, found {failure.found}")
    print(f"{len(results) - len(failures)} passed, {len(failures)} failed")
    return len(failures) if results else 1


def _approve(arguments: argparse.Namespace) -> int:
    from backend.classification import approval
    from backend.classification.bundle import read_bundle
    from backend.classification.keys import read_key

    if (arguments.key is None) != (arguments.output is None):
        raise UsageError("--key and -o belong together")
    proposal, trusted = arguments.proposal.read_text("utf-8", "replace"), [read_key(arguments.trust)]
    proposed = approval.read_proposal(proposal, trusted)
    bundle = read_bundle(proposed.payload)
    print(f"{bundle.version}, {len(bundle.rules)} rules, province {bundle.province.id}, proposed by {proposed.signer}")
    if arguments.against:
        _print_changes(arguments.against, proposed.payload)
    if failed_vectors(bundle, arguments.rules):
        return EXIT_FOUND
    if arguments.key:
        key = read_private_key(arguments.key)
        replace_text(arguments.output, approval.approve(proposal, trusted, key))
        print(f"{arguments.output}: approved by {key.thumbprint()}")
    return EXIT_DONE


def _print_changes(against: Path, payload: bytes) -> None:
    """Only to show: the signature of what is in force is not checked here."""
    import orjson
    from joserfc.jws import extract_compact

    from backend.classification.publication import changes

    before = orjson.loads(extract_compact(against.read_bytes().strip()).payload)
    found = changes(before, orjson.loads(payload))
    for word, names in (
        ("added", found.added),
        ("removed", found.removed),
        ("altered", found.altered),
        ("also altered", found.others),
    ):
        print(f"{word}: {', '.join(names) or 'none'}")


def _publish(arguments: argparse.Namespace) -> int:
    from backend.classification import approval
    from backend.classification.bundle import read_bundle
    from backend.classification.keys import read_key
    from backend.settings import Settings

    settings = Settings.load(arguments.settings)
    keys = [read_key(file) for file in settings.trusted_keys]
    text = arguments.bundle.read_text("utf-8", "replace").strip()
    signed = approval.read_signed(text, keys, settings.rule_approvals)
    bundle = read_bundle(signed.payload)
    held = _held(settings.bundle, keys)
    if held and not bundle.replaces(held):
        older = f"version {bundle.version} is older than the one in force, {held.version}"
        raise BundleError(older, BundleRefusal.OLDER)
    owners = _owners(signed, keys, settings.rule_approvals)
    asyncio.run(_record(settings, bundle.version, signed, owners))
    replace_text(settings.bundle, text)
    print(f"{settings.bundle}: {bundle.version}, {signed.approvals} of {settings.rule_approvals} signatures needed")
    return EXIT_DONE


def _held(file: Path, keys: "list[OKPKey]") -> "Bundle | None":
    """None also where a key that signed it was revoked: it has to give way."""
    from backend.classification.bundle import load_bundle

    try:
        return load_bundle(file.read_text("utf-8", "replace"), keys)
    except (FileNotFoundError, BundleError):
        return None


def _owners(signed: "Signed", keys: "list[OKPKey]", approvals: int) -> dict[str, str]:
    """Log-ins by thumbprint; from the trusted key files, never from what came with the bundle."""
    names = {key.thumbprint(): str(key.get("owner") or "") for key in keys}
    owners = {kid: names[kid] for kid in (signed.proposer, signed.signer) if kid is not None}
    if approvals > 1 and ("" in owners.values() or len({owner.lower() for owner in owners.values()}) < approvals):
        raise UsageError("the keys need owners, two different people: congvu rules keygen FILE --owner ADDRESS")
    return owners


async def _record(settings: "Settings", version: str, signed: "Signed", owners: dict[str, str]) -> None:
    from backend.classification.publication import record_publication
    from backend.commands.directory_database import opened

    proposer = (owners[signed.proposer], signed.proposer) if signed.proposer else None
    async with opened(settings) as database, database.write() as session:
        record_publication(session, version, proposer, (owners[signed.signer], signed.signer), datetime.now(UTC))


def read_private_key(file: Path) -> "OKPKey":
    from backend.classification.keys import read_key

    key = read_key(file)
    if not key.is_private:
        raise UsageError(f"{file}: is a public key, one signs with the private one")
    return key


def replace_text(file: Path, text: str) -> None:
    """At once: whoever reads the bundle meanwhile sees the old one or the new one, never half of it."""
    beside = file.with_name(file.name + ".new")
    beside.write_text(text, encoding="ascii")
    beside.replace(file)
