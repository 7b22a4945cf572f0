"""`congvu classify PATH…`: judge files as the gates would; exit status 1 when one would be blocked."""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND

if TYPE_CHECKING:
    from backend.classification.bundle import Bundle
    from backend.classification.verdict import Ring

WORDS = {
    "allow": "được gửi",
    "confirm": "cần một người nêu tên xác nhận",
    "block": "KHÔNG được gửi qua thư điện tử",
    "mandatory": "thuộc diện bắt buộc gửi qua thư điện tử",
    "encouraged": "thuộc diện khuyến khích gửi qua thư điện tử",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files; directories are walked")
    parser.add_argument("--to", nargs="+", default=[], metavar="ADDRESS", help="recipients; none means the strictest")
    parser.add_argument("--bundle", type=Path, help="a signed bundle; default: the rules of this installation")
    parser.add_argument("--trust", type=Path, metavar="PUB", help="public key of the bundle; default: of the settings")
    parser.add_argument("--labels", type=Path, help="TSV of path and expected action: a confusion table at the end")
    parser.add_argument("--json", action="store_true", help="one JSON document a line")


def run(arguments: argparse.Namespace) -> int:
    from backend.classification.engine import Engine
    from backend.classification.inspect import inspect_file
    from backend.classification.report import verdict_json
    from backend.classification.verdict import action_for

    labels = _labels(arguments.labels) if arguments.labels else {}
    bundle = _bundle(arguments)
    engine, ring = Engine(bundle), _ring(arguments.to, bundle)
    confusion: Counter[tuple[str, str]] = Counter()
    blocked = False
    for path in _files(arguments.paths):
        finding = inspect_file(path.read_bytes(), str(path), engine)
        verdict = verdict_json(finding, action_for(finding, ring), bundle.version)
        blocked = blocked or verdict["action"] == "block"
        print(json.dumps(verdict, ensure_ascii=False) if arguments.json else _sentence(verdict))
        if (expected := labels.get(str(path), labels.get(path.name))) is not None:
            confusion[expected, verdict["action"]] += 1
    if arguments.labels:
        _print_table(confusion, as_json=arguments.json)
    return EXIT_FOUND if blocked else EXIT_DONE


def _bundle(arguments: argparse.Namespace) -> "Bundle":
    from backend.classification.bundle import load_bundle, packaged_bundle
    from backend.classification.keys import read_key

    if arguments.bundle is None:
        return packaged_bundle()
    trusted = [arguments.trust] if arguments.trust else _configured_keys()
    return load_bundle(arguments.bundle.read_text("utf-8", "replace"), [read_key(file) for file in trusted])


def _configured_keys() -> list[Path]:
    from backend.settings import Settings

    keys = list(Settings.load().trusted_keys)
    if not keys:
        raise UsageError("--bundle needs --trust PUB, or trusted_keys in the settings")
    return keys


def _ring(addresses: list[str], bundle: "Bundle") -> "Ring":
    """Which addresses are official outside the province only the directory knows; here they count as anyone's."""
    from backend.classification.verdict import Ring, ring_of_all

    domains = tuple(f"@{domain}" for domain in bundle.province.domains)
    rings = (Ring.PROVINCE if address.lower().endswith(domains) else Ring.OTHER for address in addresses)
    return ring_of_all(set(rings))


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*") if inner.is_file())
        else:
            yield path


def _labels(file: Path) -> dict[str, str]:
    rows = [line.split("\t") for line in file.read_text("utf-8").splitlines() if line.strip()]
    for number, row in enumerate(rows, start=1):
        if len(row) != 2 or row[1] not in ("allow", "confirm", "block"):
            raise UsageError(f"{file}:{number}: wanted a path, a tab and allow, confirm or block")
    return {row[0]: row[1] for row in rows}


def _sentence(verdict: dict[str, Any]) -> str:
    facts = [WORDS[verdict["action"]]]
    if verdict["secrecy"]["state"] != "none":
        facts.append(f"{verdict['secrecy']['state']} {verdict['secrecy']['level'] or ''}".strip())
    if not verdict["readable"]:
        facts.append(f"chưa đọc được: {verdict['unreadable_reason']}")
    if verdict["obligation"] != "none":
        facts.append(WORDS[verdict["obligation"]])
    facts += [
        f"{rule['id']}" + (f" (trang {rule['page']}, dòng {rule['line']})" if rule["page"] else "")
        for rule in verdict["rules"]
    ]
    return f"{verdict['file']}: " + "; ".join(facts)


def _print_table(confusion: Counter[tuple[str, str]], *, as_json: bool) -> None:
    actions = ("allow", "confirm", "block")
    table = {expected: {found: confusion[expected, found] for found in actions} for expected in actions}
    if as_json:
        print(json.dumps({"confusion": table}))
        return
    print("expected \\ found" + "".join(f"{found:>9}" for found in actions))
    for expected, row in table.items():
        print(f"{expected:<16}" + "".join(f"{row[found]:>9}" for found in actions))
