"""`congvu rules test|keygen|build|verify|alarms`: vectors, keys, signed bundles, and reports of false alarms."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backend.errors import BundleError, UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True)
    test = actions.add_parser("test", help="run every vector")
    test.add_argument("--rules", type=Path, metavar="DIR", help="a folder of rules; default: those installed")
    test.set_defaults(action=_test)
    keygen = actions.add_parser("keygen", help="make a province key: FILE (private, mode 0600) and FILE.pub")
    keygen.add_argument("file", type=Path)
    keygen.set_defaults(action=_keygen)
    _add_build(actions.add_parser("build", help="write the signed bundle"))
    verify = actions.add_parser("verify", help="check a bundle against a public key")
    verify.add_argument("bundle", type=Path)
    verify.add_argument("--trust", type=Path, required=True, metavar="PUB")
    verify.set_defaults(action=_verify)
    _add_alarms(actions.add_parser("alarms", help="what officials reported as false alarms, for whoever edits rules"))


def _add_alarms(alarms: argparse.ArgumentParser) -> None:
    alarms.add_argument("--days", type=int, default=90, help="how far back; default: 90")
    alarms.add_argument("--database", metavar="URL", help="default: that of the settings")
    alarms.set_defaults(action=_alarms)


def _add_build(build: argparse.ArgumentParser) -> None:
    build.add_argument("--key", type=Path, required=True, help="the province's private key")
    build.add_argument("-o", "--output", type=Path, required=True, metavar="BUNDLE")
    build.add_argument("--rules", type=Path, metavar="DIR", help="a folder of rules; default: those installed")
    build.add_argument("--settings", type=Path, help="congvu.toml: whose province the bundle is for")
    build.add_argument("--version", help="numbers joined by dots; default: year.month.day.minute of the day")
    build.add_argument("--fingerprint-key", type=Path, help="32 bytes, made if missing; default: <key>.fingerprint")
    build.set_defaults(action=_build)


def run(arguments: argparse.Namespace) -> int:
    status: int = arguments.action(arguments)
    return status


def _test(arguments: argparse.Namespace) -> int:
    from backend.classification.bundle import packaged_bundle
    from backend.classification.rule_files import check_rule_files
    from backend.classification.vectors import run_conformance, run_vectors
    from backend.rules_folder import rules_dir

    rules: Path = arguments.rules or rules_dir()
    check_rule_files(rules)
    results = [*run_vectors(packaged_bundle(rules), rules), *run_conformance(rules_dir() / "conformance")]
    failures = [result for result in results if result is not None]
    for failure in failures:
        print(f"{failure.about}: {failure.case}: expected {failure.expected}, found {failure.found}")
    print(f"{len(results) - len(failures)} passed, {len(failures)} failed")
    return EXIT_FOUND if failures or not results else EXIT_DONE


def _keygen(arguments: argparse.Namespace) -> int:
    from backend.classification.keys import make_key

    print(make_key(arguments.file))
    return EXIT_DONE


def _build(arguments: argparse.Namespace) -> int:
    from backend.classification.bundle import Province, payload_of, sign
    from backend.classification.keys import read_key
    from backend.classification.rule_files import check_rule_files
    from backend.settings import Settings

    check_rule_files(arguments.rules)
    settings = Settings.load(arguments.settings)
    key = read_key(arguments.key)
    if not key.is_private:
        raise UsageError(f"{arguments.key}: is a public key, a bundle is signed with the private one")
    now = datetime.now(UTC)
    payload = payload_of(
        version=arguments.version or f"{now.year}.{now.month}.{now.day}.{now.hour * 60 + now.minute}",
        issued_at=now,
        province=Province(settings.province_id, settings.province_name, settings.province_domains),
        rules=arguments.rules,
        fingerprint_keys=[_fingerprint_key(arguments.fingerprint_key or Path(f"{arguments.key}.fingerprint"))],
    )
    _replace(arguments.output, sign(payload, key))
    print(f"{arguments.output}: {payload['version']}, {len(payload['rules'])} rules, until {payload['expires_at']}")
    return EXIT_DONE


def _replace(file: Path, text: str) -> None:
    """At once: whoever reads the bundle meanwhile sees the old one or the new one, never half of it."""
    beside = file.with_name(file.name + ".new")
    beside.write_text(text, encoding="ascii")
    beside.replace(file)


def _fingerprint_key(file: Path) -> bytes:
    """Kept from bundle to bundle, so that declarations stay valid over a new version."""
    from backend.classification.bundle import new_fingerprint_key
    from backend.classification.keys import write_secret

    if not file.exists():
        write_secret(file, new_fingerprint_key())
    key = file.read_bytes()
    if len(key) != 32:
        raise UsageError(f"{file}: a fingerprint key is 32 bytes")
    return key


def _verify(arguments: argparse.Namespace) -> int:
    from backend.classification.bundle import load_bundle
    from backend.classification.keys import read_key

    try:
        bundle = load_bundle(arguments.bundle.read_text("utf-8", "replace"), [read_key(arguments.trust)])
    except BundleError as error:
        print(f"{arguments.bundle}: refused: {error.message}")
        return EXIT_FOUND
    expired = " (expired, still to be enforced)" if bundle.is_expired(datetime.now(UTC)) else ""
    print(f"{arguments.bundle}: {bundle.version}, {len(bundle.rules)} rules, province {bundle.province.id}{expired}")
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
    from backend.settings import Settings

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
