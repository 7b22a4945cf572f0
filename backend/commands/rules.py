"""`congvu rules …`: vectors, keys, signed bundles by one person or two, and reports of false alarms."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.classification.text_file import replace_text
from backend.commands import fingerprint_rotation, rules_publication, rules_rollback, rules_shadow
from backend.errors import BundleError, UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND
from backend.settings import Settings

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True)
    test = actions.add_parser("test", help="run every vector")
    test.add_argument("--rules", type=Path, metavar="DIR", help="a folder of rules; default: those installed")
    test.set_defaults(action=_test)
    keygen = actions.add_parser("keygen", help="make a province key: FILE (private, mode 0600) and FILE.pub")
    keygen.add_argument("file", type=Path)
    keygen.add_argument(
        "--owner", default="", metavar="ADDRESS", help="official address of the one person who holds it"
    )
    keygen.set_defaults(action=_keygen)
    _add_build(actions.add_parser("build", help="write the bundle, signed by one person"), _build)
    _add_build(actions.add_parser("propose", help="write a proposal, once all vectors pass"), _propose)
    rules_publication.add_approve(actions.add_parser("approve", help="show a proposal; with --key sign it too"))
    rules_publication.add_publish(actions.add_parser("publish", help="put a bundle in force, on record"))
    rules_shadow.add_shadow(actions.add_parser("shadow", help="run a proposal beside the live rules and count"))
    rules_shadow.add_replay(actions.add_parser("replay", help="judge 90 days of facts by a proposal's duties"))
    rules_rollback.add_rollback(actions.add_parser("rollback", help="bring earlier rules back, as a new version"))
    fingerprint_rotation.add_rotate(
        actions.add_parser("rotate-fingerprint-key", help="a new key beside the one before")
    )
    verify = actions.add_parser("verify", help="check a bundle against public keys")
    verify.add_argument("bundle", type=Path)
    verify.add_argument("--trust", type=Path, required=True, action="append", metavar="PUB", help="may be repeated")
    verify.set_defaults(action=_verify)
    _add_alarms(actions.add_parser("alarms", help="what officials reported as false alarms, for whoever edits rules"))


def _add_alarms(alarms: argparse.ArgumentParser) -> None:
    alarms.add_argument("--days", type=int, default=90, help="how far back; default: 90")
    alarms.add_argument("--database", metavar="URL", help="default: that of the settings")
    alarms.set_defaults(action=_alarms)


def _add_build(build: argparse.ArgumentParser, action: Callable[[argparse.Namespace], int]) -> None:
    build.add_argument("--key", type=Path, required=True, help="private key of the province, or of who proposes")
    build.add_argument("-o", "--output", type=Path, required=True, metavar="BUNDLE")
    build.add_argument("--rules", type=Path, metavar="DIR", help="a folder of rules; default: those installed")
    build.add_argument("--settings", type=Path, help="congvu.toml: whose province the bundle is for")
    build.add_argument("--version", help="numbers joined by dots; default: year.month.day.minute of the day")
    build.add_argument("--fingerprint-key", type=Path, help="32 bytes, made if missing; default: <key>.fingerprint")
    build.add_argument("--cites", metavar="WORDS", help="the signed regulation that mandatory rules cite too")
    build.set_defaults(action=action)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.action(arguments)
    return status


def _test(arguments: argparse.Namespace) -> int:
    from backend.classification.bundle import packaged_bundle
    from backend.classification.rule_files import check_rule_files
    from backend.rules_folder import rules_dir

    rules: Path = arguments.rules or rules_dir()
    check_rule_files(rules)
    return EXIT_FOUND if rules_publication.failed_vectors(packaged_bundle(rules), rules) else EXIT_DONE


def _keygen(arguments: argparse.Namespace) -> int:
    from backend.classification.keys import make_key

    print(make_key(arguments.file, arguments.owner))
    return EXIT_DONE


def _build(arguments: argparse.Namespace) -> int:
    from backend.classification.bundle import sign

    settings = Settings.load(arguments.settings)
    if settings.rule_approvals > 1:
        raise UsageError("rule_approvals: two people sign here, use rules propose and rules approve")
    payload, key = _payload(arguments, settings)
    _write(arguments.output, sign(payload, key), payload)
    return EXIT_DONE


def _propose(arguments: argparse.Namespace) -> int:
    from backend.classification import approval
    from backend.classification.bundle import canonical, read_bundle

    payload, key = _payload(arguments, Settings.load(arguments.settings))
    written = canonical(payload)
    if rules_publication.failed_vectors(read_bundle(written), arguments.rules):
        return EXIT_FOUND
    _write(arguments.output, approval.propose(written, key), payload)
    return EXIT_DONE


def _payload(arguments: argparse.Namespace, settings: Settings) -> tuple[dict[str, Any], "OKPKey"]:
    from backend.classification.bundle import Province, payload_of
    from backend.classification.citing import citing
    from backend.classification.fingerprint_keys import read_earlier
    from backend.classification.rule_files import check_rule_files

    check_rule_files(arguments.rules)
    key = rules_publication.read_private_key(arguments.key)
    now = datetime.now(UTC)
    fingerprint_file: Path = arguments.fingerprint_key or Path(f"{arguments.key}.fingerprint")
    payload = payload_of(
        version=arguments.version or f"{now.year}.{now.month}.{now.day}.{now.hour * 60 + now.minute}",
        issued_at=now,
        province=Province(settings.province_id, settings.province_name, settings.province_domains),
        rules=arguments.rules,
        fingerprint_keys=[fingerprint_rotation.current(fingerprint_file)],
        earlier=read_earlier(fingerprint_file, now),
    )
    return (citing(payload, arguments.cites) if arguments.cites else payload), key


def _write(output: Path, signed: str, payload: dict[str, Any]) -> None:
    replace_text(output, signed)
    print(f"{output}: {payload['version']}, {len(payload['rules'])} rules, until {payload['expires_at']}")


def _verify(arguments: argparse.Namespace) -> int:
    from backend.classification.approval import read_signed
    from backend.classification.bundle import read_bundle
    from backend.classification.keys import read_key

    keys = [read_key(file) for file in arguments.trust]
    try:
        signed = read_signed(arguments.bundle.read_text("utf-8", "replace"), keys, approvals=1)
        bundle = read_bundle(signed.payload)
    except BundleError as error:
        print(f"{arguments.bundle}: refused: {error.message}")
        return EXIT_FOUND
    expired = " (expired, still to be enforced)" if bundle.is_expired(datetime.now(UTC)) else ""
    print(f"{arguments.bundle}: {bundle.version}, {len(bundle.rules)} rules, province {bundle.province.id}{expired}")
    print(f"proposed by {signed.proposer or 'nobody trusted here'}, signed by {signed.signer}")
    return EXIT_DONE


def _alarms(arguments: argparse.Namespace) -> int:
    """One JSON document a report, the newest first: how it looked where a rule matched, without words."""
    import asyncio
    import json

    for report in asyncio.run(_reported(arguments.database, arguments.days)):
        print(json.dumps(report, ensure_ascii=False))
    return EXIT_DONE


async def _reported(url: str | None, days: int) -> list[dict[str, object]]:
    from backend.classification.false_alarms import reported
    from backend.db import Database

    database = Database(Settings.load().changed(database_url=url).database)
    try:
        async with database.read() as session:
            rows = await reported(session, datetime.now(UTC) - timedelta(days=days))
            return [
                {
                    "at": row.at.isoformat(timespec="seconds"),
                    "agency": row.agency_code,
                    "rule": row.rule,
                    "bundle": row.bundle,
                    "where": row.place,
                    "reason": row.reason,
                    "containers": row.containers,
                    "charset": row.charset,
                    "words_on_line": row.words_on_line,
                    "line": row.line,
                    "lines_on_page": row.lines_on_page,
                    "page": row.page,
                    "pages": row.pages,
                }
                for row in rows
            ]
    finally:
        await database.close()
