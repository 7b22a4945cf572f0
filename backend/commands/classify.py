"""`congvu classify PATH…`: judge files as the gates would; exit status 1 when one would be blocked."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE, EXIT_FOUND

if TYPE_CHECKING:
    from backend.classification.bundle import Bundle
    from backend.classification.confusion import Confusion
    from backend.classification.verdict import Ring


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files; directories are walked")
    parser.add_argument("--to", nargs="+", default=[], metavar="ADDRESS", help="recipients; none means the strictest")
    parser.add_argument("--bundle", type=Path, help="a signed bundle; default: the rules of this installation")
    parser.add_argument("--trust", type=Path, metavar="PUB", help="public key of the bundle; default: of the settings")
    parser.add_argument("--labels", type=Path, help="rows of path, tab, label: a table at the end")
    parser.add_argument("--json", action="store_true", help="one JSON document a line")


def run(arguments: argparse.Namespace) -> int:
    from backend.classification.engine import Engine
    from backend.classification.inspect import inspect_file
    from backend.classification.report import verdict_json
    from backend.classification.sentences import sentences, summary
    from backend.classification.verdict import Action, action_for

    bundle = _bundle(arguments)
    confusion = _confusion(arguments.labels, bundle) if arguments.labels else None
    engine, ring, rules = Engine(bundle), _ring(arguments.to, bundle), {rule.id: rule for rule in bundle.rules}
    actions: Counter[Action] = Counter()
    for path, names in _files(arguments.paths):
        finding = inspect_file(path.read_bytes(), str(path), engine)
        action = action_for(finding, ring)
        actions[action] += 1
        verdict = verdict_json(finding, action, bundle.version)
        print(
            json.dumps(verdict, ensure_ascii=False)
            if arguments.json
            else _lines(path, sentences(finding, action, rules))
        )
        if confusion is not None:
            confusion.add(names, verdict)
    if actions.total() > 1 and not arguments.json:
        print(summary(actions))
    if confusion is not None:
        _print_table(confusion.as_json(), as_json=arguments.json)
    return EXIT_FOUND if actions[Action.BLOCK] else EXIT_DONE


def _confusion(file: Path, bundle: "Bundle") -> "Confusion":
    from backend.classification.confusion import Confusion, Labels

    return Confusion(Labels.read(file.read_text("utf-8-sig"), str(file), bundle.kinds.by_code))


def _bundle(arguments: argparse.Namespace) -> "Bundle":
    from backend.classification.bundle import load_bundle, packaged_bundle
    from backend.classification.keys import read_key

    if arguments.bundle is None:
        return packaged_bundle()
    trusted, approvals = ([arguments.trust], 1) if arguments.trust else _configured_trust()
    text = arguments.bundle.read_text("utf-8", "replace")
    return load_bundle(text, [read_key(file) for file in trusted], approvals)


def _configured_trust() -> tuple[list[Path], int]:
    """Public keys, and how many people must have signed."""
    from backend.settings import Settings

    settings = Settings.load()
    if not settings.trusted_keys:
        raise UsageError("--bundle needs --trust PUB, or trusted_keys in the settings")
    return list(settings.trusted_keys), settings.rule_approvals


def _ring(addresses: list[str], bundle: "Bundle") -> "Ring":
    """Which addresses are official outside the province only the directory knows; here they count as anyone's."""
    from backend.classification.verdict import Ring, ring_of_all

    domains = tuple(f"@{domain}" for domain in bundle.province.domains)
    rings = (Ring.PROVINCE if address.lower().endswith(domains) else Ring.OTHER for address in addresses)
    return ring_of_all(set(rings))


def _files(paths: list[Path]) -> list[tuple[Path, list[str]]]:
    """Every file with the ways a label may name it: as given, inside the folder given, its name alone."""
    if missing := [path for path in paths if not path.exists()]:
        raise UsageError(f"{missing[0]}: no such file or folder")
    found = [(path, root) for root in paths for path in (_walk(root) if root.is_dir() else [root])]
    return [
        (path, [str(path), path.relative_to(root).as_posix() if path != root else path.name, path.name])
        for path, root in found
    ]


def _walk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _lines(path: Path, sentences: Iterable[str]) -> str:
    return "\n  ".join([str(path), *sentences])


def _print_table(table: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(table, ensure_ascii=False))
        return
    words = list(table["confusion"])
    width = max(14, *(len(word) + 2 for word in words))
    print(f"Nhãn ({table['field']})".ljust(width + 8) + "".join(word.rjust(width) for word in words))
    for label, row in table["confusion"].items():
        print(label.ljust(width + 8) + "".join(str(row[word]).rjust(width) for word in words))
    print(f"Không có nhãn: {table['unlabelled']} tệp; có nhãn nhưng không thấy tệp: {table['missing']}")
