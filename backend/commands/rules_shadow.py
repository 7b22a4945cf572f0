"""`congvu rules shadow|replay`: try a proposal out beside the live rules, and over the facts of the last 90 days."""

import argparse
import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.clock import VIETNAM
from backend.errors import UsageError
from backend.exit_status import EXIT_DONE
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.classification.approval import Signed
    from backend.db import ReadSession

OF_A_DAY = "%H:%M, %d/%m/%Y"


def add_shadow(shadow: argparse.ArgumentParser) -> None:
    shadow.add_argument("proposal", type=Path, nargs="?", help="what `rules propose` wrote; with --stop none")
    shadow.add_argument("--stop", action="store_true", help="take the proposal back that runs in shadow")
    shadow.add_argument("--settings", type=Path, help="congvu.toml: trusted keys, and where the live rules are")
    shadow.set_defaults(action=_shadow)


def add_replay(replay: argparse.ArgumentParser) -> None:
    replay.add_argument("proposal", type=Path)
    replay.add_argument("--settings", type=Path, help="congvu.toml: trusted keys and database")
    replay.set_defaults(action=_replay)


def _shadow(arguments: argparse.Namespace) -> int:
    from backend.classification.candidate import candidate_beside
    from backend.classification.text_file import replace_text

    if arguments.stop == (arguments.proposal is not None):
        raise UsageError("a proposal to try out, or --stop")
    settings = Settings.load(arguments.settings)
    file = candidate_beside(settings.bundle)
    if arguments.stop:
        asyncio.run(_withdraw(settings))
        file.unlink(missing_ok=True)
        print(f"{file}: nothing runs in shadow any more")
        return EXIT_DONE
    text, proposed, version, login = _proposed(settings, arguments.proposal)
    _refuse_overtaken(settings, version)
    until = asyncio.run(_begin(settings, proposed, version, login))
    replace_text(file, text)
    print(f"{file}: {version} runs in shadow until {until.astimezone(VIETNAM):{OF_A_DAY}}")
    return EXIT_DONE


def _refuse_overtaken(settings: Settings, version: str) -> None:
    """
    Raises:
        UsageError: nothing is in force that it could run beside, or something as new as it is.
    """
    from backend.classification.bundle import version_key
    from backend.classification.keys import read_key
    from backend.classification.releasing import read_held

    held = read_held(settings.bundle, [read_key(key) for key in settings.trusted_keys])
    if held is None:
        raise UsageError("nothing is in force, so nothing can run in its shadow")
    if version_key(version) <= version_key(held.bundle.version):
        raise UsageError(f"version {version} is no newer than the one in force, {held.bundle.version}")


def _proposed(settings: Settings, file: Path) -> "tuple[str, Signed, str, str]":
    """Its text, what was signed, its version and the log-in of who proposed it.

    Raises:
        BundleError: no proposal of a trusted key, or no rules.
    """
    from backend.classification.approval import read_proposal
    from backend.classification.bundle import read_bundle
    from backend.classification.keys import read_key

    keys = [read_key(key) for key in settings.trusted_keys]
    text = file.read_text("utf-8", "replace").strip()
    proposed = read_proposal(text, keys)
    owners = {key.thumbprint(): str(key.get("owner") or "") for key in keys}
    return text, proposed, read_bundle(proposed.payload).version, owners[proposed.signer]


async def _begin(settings: Settings, proposed: "Signed", version: str, login: str) -> datetime:
    from backend.classification import releasing
    from backend.commands.directory_database import opened

    async with opened(settings) as database, database.write() as session:
        return await releasing.put_in_shadow(session, proposed, version, login, datetime.now(UTC))


async def _withdraw(settings: Settings) -> None:
    from backend.classification import rule_queries
    from backend.commands.directory_database import opened

    async with opened(settings) as database, database.write() as session:
        await rule_queries.withdraw_others(session, "", datetime.now(UTC))


def _replay(arguments: argparse.Namespace) -> int:
    settings = Settings.load(arguments.settings)
    _, proposed, version, _ = _proposed(settings, arguments.proposal)
    print(f"{version}, over facts of the last 90 days:")
    asyncio.run(_replayed(settings, proposed.payload))
    return EXIT_DONE


async def _replayed(settings: Settings, payload: bytes) -> None:
    import orjson

    from backend.classification import releasing
    from backend.commands.directory_database import opened
    from backend.compliance import replaying

    live = _live(settings)
    async with opened(settings) as database:
        async with database.read() as session:
            outcome = await replaying.replay(session, orjson.loads(payload), live, datetime.now(UTC))
        async with database.write() as session:
            is_kept = await replaying.keep(session, releasing.digest_of(payload), outcome, datetime.now(UTC))
    _print_replay(outcome.as_data())
    print("on record" if is_kept else "not on record: it never ran in shadow (congvu rules shadow)")


def _live(settings: Settings) -> dict[str, Any] | None:
    import orjson
    from joserfc.jws import extract_compact

    try:
        live: dict[str, Any] = orjson.loads(extract_compact(settings.bundle.read_bytes().strip()).payload)
    except FileNotFoundError:
        return None
    return live


def _print_replay(data: dict[str, Any]) -> None:
    from backend.compliance.replaying import Replayed

    outcome = Replayed.read(data)
    for one in outcome.agencies:
        print(f"  {one.agency or '-'}: {one.otherwise} of {one.papers} papers otherwise, {one.unknown} cannot be told")
    if not outcome.agencies:
        print("  no papers")
    if outcome.not_replayed:
        print(f"  cannot be replayed, their words are not kept: {', '.join(outcome.not_replayed)}")


async def print_trial(settings: Settings, payload: bytes, version: str) -> None:
    """What shadow and replay counted so far, for whoever is to approve."""
    from backend.classification import releasing, rule_queries
    from backend.commands.directory_database import opened

    async with opened(settings) as database, database.read() as session:
        standing = await rule_queries.candidate(session, releasing.digest_of(payload))
        if standing is None or standing.withdrawn_at is not None:
            print("in shadow: no")
        else:
            print(f"in shadow since {standing.shadow_from.astimezone(VIETNAM):{OF_A_DAY}}")
        await _print_counts(session, version)
        if standing is None or standing.replay is None:
            print("replayed: no")
        else:
            print("replayed:")
            _print_replay(standing.replay)


async def _print_counts(session: "ReadSession", version: str) -> None:
    from backend.classification import shadow_counts

    tally: Counter[tuple[str, str, str, str]] = Counter()
    for row in await shadow_counts.of_bundle(session, version):
        tally[row.agency_code, row.gate, row.rule, row.outcome] += row.papers
    for (agency, gate, rule, outcome), papers in sorted(tally.items()):
        print(f"  {agency or '-'}, {gate}, {rule}: {outcome} {papers}")
