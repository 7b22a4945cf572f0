"""`congvu rules propose|approve|publish`: one person proposes, another approves, the server puts it in force."""

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from backend.classification.text_file import replace_text
from backend.commands import rules_shadow
from backend.errors import BundleError, BundleRefusal, UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND
from backend.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

    from backend.classification.approval import Signed
    from backend.classification.bundle import Bundle
    from backend.classification.releasing import Release, Written


def add_approve(approve: argparse.ArgumentParser) -> None:
    approve.add_argument("proposal", type=Path)
    approve.add_argument("--trust", type=Path, required=True, metavar="PUB", help="public key of who proposed it")
    approve.add_argument("--key", type=Path, help="the approver's private key; without it the proposal is only shown")
    approve.add_argument("-o", "--output", type=Path, metavar="BUNDLE")
    approve.add_argument("--rules", type=Path, metavar="DIR", help="whose vectors are run; default: those installed")
    approve.add_argument(
        "--against", type=Path, metavar="BUNDLE", help="the bundle in force: what would change is listed"
    )
    approve.add_argument(
        "--settings", type=Path, help="congvu.toml of the server: shows what shadow and replay counted, and --against"
    )
    approve.add_argument("--emergency", metavar="REASON", help="sign before its time in shadow is over")
    approve.set_defaults(action=_approve)


def add_publish(publish: argparse.ArgumentParser) -> None:
    publish.add_argument("bundle", type=Path)
    publish.add_argument("--settings", type=Path, help="congvu.toml: trusted keys, people needed, where it goes")
    publish.add_argument(
        "--emergency", metavar="REASON", help="before its time in shadow is over; goes on record with both people"
    )
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
    settings = Settings.load(arguments.settings) if arguments.settings else None
    against = arguments.against or (settings.bundle if settings and settings.bundle.exists() else None)
    if against:
        _print_changes(against, proposed.payload)
    if settings:
        asyncio.run(rules_shadow.print_trial(settings, proposed.payload, bundle.version))
    if failed_vectors(bundle, arguments.rules):
        return EXIT_FOUND
    if arguments.key:
        key = read_private_key(arguments.key)
        if against:
            _refuse_hasty(against, proposed, settings, emergency=bool(arguments.emergency))
        replace_text(arguments.output, approval.approve(proposal, trusted, key))
        print(f"{arguments.output}: approved by {key.thumbprint()}")
    return EXIT_DONE


def _refuse_hasty(against: Path, proposed: "Signed", settings: "Settings | None", *, emergency: bool) -> None:
    """Where the server's settings are at hand it is known since when the proposal runs in shadow; elsewhere it cannot
    have begun before the proposal was made, and the server looks again when it is published."""
    from backend.classification import releasing
    from backend.classification.publication import need_shadow
    from backend.classification.shadow_period import shadow_until

    before, after = unchecked(against), releasing.read_written(proposed.payload)
    now = datetime.now(UTC)
    releasing.refuse_weakening(before, after, 2, now)
    changed = need_shadow(before.payload, after.payload)
    if not changed or emergency:
        return
    if settings is None:
        issued_at = after.bundle.issued_at
        releasing.refuse_early(shadow_until(issued_at) if issued_at else None, changed, now)
    else:
        asyncio.run(_refuse_early_there(settings, proposed.payload, changed, now))


async def _refuse_early_there(settings: "Settings", payload: bytes, changed: tuple[str, ...], now: datetime) -> None:
    from backend.classification import releasing
    from backend.classification.publication import content_digest
    from backend.classification.rule_queries import in_force_before
    from backend.commands.directory_database import opened

    async with opened(settings) as database, database.read() as session:
        if await in_force_before(session, content_digest(releasing.read_written(payload).payload)) is None:
            releasing.refuse_early(await releasing.shadow_over_at(session, payload), changed, now)


def _print_changes(against: Path, payload: bytes) -> None:
    """Only to show: the signature of what is in force is not checked here."""
    from backend.classification.publication import changes, need_shadow
    from backend.classification.releasing import read_written
    from backend.classification.weakening import weakenings

    before, after = unchecked(against), read_written(payload)
    found = changes(before.payload, after.payload)
    altered = need_shadow(before.payload, after.payload)
    weaker = weakenings(before.bundle, after.bundle, altered, datetime.now(UTC))
    for word, names in (
        ("added", found.added),
        ("removed", found.removed),
        ("altered", found.altered),
        ("also altered", found.others),
        ("would stop less", [f"{one.rule} ({one.how}{f', {one.agency}' if one.agency else ''})" for one in weaker]),
    ):
        print(f"{word}: {', '.join(names) or 'none'}")


def unchecked(file: Path) -> "Written":
    """What a bundle holds; its signature is not checked."""
    from joserfc.jws import extract_compact

    from backend.classification.releasing import read_written

    return read_written(extract_compact(file.read_bytes().strip()).payload)


def _publish(arguments: argparse.Namespace) -> int:
    publish(Settings.load(arguments.settings), arguments.bundle.read_text("utf-8", "replace"), arguments.emergency)
    return EXIT_DONE


def publish(settings: "Settings", bundle_text: str, reason: str | None = None) -> None:
    """
    Raises:
        BundleError: signed by too few people, older than what is in force, or not to be put in force yet.
    """
    from backend.classification import approval
    from backend.classification.keys import read_key
    from backend.classification.releasing import Release, owners_of, read_held, read_written

    keys = [read_key(file) for file in settings.trusted_keys]
    text = bundle_text.strip()
    signed = approval.read_signed(text, keys, settings.rule_approvals)
    fresh, held = read_written(signed.payload), read_held(settings.bundle, keys)
    if held and not fresh.bundle.replaces(held.bundle):
        older = f"version {fresh.bundle.version} is older than the one in force, {held.bundle.version}"
        raise BundleError(older, BundleRefusal.OLDER)
    owners = owners_of(signed, keys, 2 if reason else settings.rule_approvals)
    proposer = (owners[signed.proposer], signed.proposer) if signed.proposer else None
    release = Release(fresh, signed, text, proposer, (owners[signed.signer], signed.signer), reason)
    asyncio.run(_release(settings, release, held))
    print(
        f"{settings.bundle}: {fresh.bundle.version}, {signed.approvals} of {settings.rule_approvals} signatures needed"
    )


async def _release(settings: "Settings", release: "Release", held: "Written | None") -> None:
    from backend.classification import releasing
    from backend.commands.directory_database import opened

    async with opened(settings) as database:
        await releasing.put_in_force(database, settings.bundle, release, held, datetime.now(UTC))


def read_private_key(file: Path) -> "OKPKey":
    from backend.classification.keys import read_key

    key = read_key(file)
    if not key.is_private:
        raise UsageError(f"{file}: is a public key, one signs with the private one")
    return key
