"""`congvu doctor`: looks at a deployment from the machine it runs on, and says how to mend what is wrong."""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.exit_status import EXIT_DONE, EXIT_FOUND
from backend.settings import Settings

if TYPE_CHECKING:
    from backend.doctor.fault import Finding

SIGNS = {"ok": "✓", "wrong": "✗", "unseen": "?"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")
    parser.add_argument("--postfix", type=Path, metavar="DIR", help="Postfix's configuration (else the machine's)")
    parser.add_argument("--dovecot", type=Path, metavar="FILE", help="Dovecot's configuration (else the machine's)")
    parser.add_argument("--plugin", type=Path, metavar="FILE", help="a webmail's config.inc.php, looked at too")
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--json", action="store_true", help="one document")


def run(arguments: argparse.Namespace) -> int:
    from backend.clock import SystemClock
    from backend.doctor.examination import examine
    from backend.doctor.place import Place

    settings = Settings.load(arguments.settings)
    place = Place(settings, SystemClock(), arguments.postfix, arguments.dovecot, arguments.plugin)
    findings = asyncio.run(examine(place))
    document = _document(findings, arguments.language)
    if arguments.json:
        print(json.dumps(document, ensure_ascii=False))
    else:
        print("\n".join(_lines(document)))
    return EXIT_FOUND if document["wrong"] else EXIT_DONE


def _document(findings: Sequence["Finding"], language: str) -> dict[str, Any]:
    from backend.doctor import wording

    states = Counter(str(finding.state) for finding in findings)
    counts = {"checks": len({one.check for one in findings}), "wrong": states["wrong"], "unseen": states["unseen"]}
    outcome = "wrong" if counts["wrong"] else "unseen" if counts["unseen"] else "ok"
    return {
        **counts,
        "summary": wording.tables(f"locales/{language}")[wording.SHARED][f"summary_{outcome}"].format_map(counts),
        "findings": [
            {
                "check": finding.check,
                "title": wording.title(finding.check, language),
                "state": finding.state,
                "reason": finding.reason,
                "sentence": wording.sentence(finding, language),
                "mend": wording.mend(finding),
            }
            for finding in findings
        ],
    }


def _lines(document: dict[str, Any]) -> list[str]:
    lines = []
    for one in document["findings"]:
        lines.append(f"{SIGNS[one['state']]} {one['title']}: {one['sentence']}")
        if one["mend"]:
            lines.append(f"    → {one['mend']}")
    return [*lines, "", document["summary"]]
