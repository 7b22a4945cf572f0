"""Findings of both engines in one shape, and the TypeScript engine as one long-running process."""

import json
import subprocess
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from backend.classification.bundle import DEVELOPMENT_KEY, Province, payload_of
from backend.classification.verdict import Finding

JUDGE = Path(__file__).with_name("judge.ts")
Fields = dict[str, Any]
PAYLOAD = payload_of(
    version="1",
    issued_at=datetime(2026, 11, 3, tzinfo=UTC),
    province=Province("dev", "", ()),
    fingerprint_keys=[DEVELOPMENT_KEY],
)


def typescript_findings(questions: Iterable[Fields]) -> list[Fields]:
    """Ask the TypeScript engine, in one node process, under the rules of PAYLOAD."""
    return [typescript_fields(answer) for answer in typescript_answers(questions)]


def typescript_answers(questions: Iterable[Fields]) -> list[Fields]:
    lines = [PAYLOAD, *questions]
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    done = subprocess.run(["node", JUDGE], input=written, capture_output=True, text=True, check=True, timeout=600)
    return [json.loads(line) for line in done.stdout.splitlines()]


def typescript_fields(finding: Fields) -> Fields:
    form = finding["document"]
    return {
        "sha256": finding["sha256"],
        "fingerprint": finding["fingerprint"],
        "size_bytes": finding["sizeBytes"],
        "media_type": finding["mediaType"],
        "secrecy": finding["secrecy"],
        "level": finding["level"],
        "unreadable_reason": finding["unreadableReason"],
        "obligation": finding["obligation"],
        "charset": finding["charset"],
        "hits": [tuple(hit[key] for key in ("id", "where", "part", "page", "line")) for hit in finding["hits"]],
        "kind": form["kind"],
        "kind_name": form["kindName"],
        "number": form["number"],
        "issued_on": form["issuedOn"],
        "subject": form["subject"],
        "urgency": form["urgency"],
        "kinh_gui": form["kinhGui"],
        "noi_nhan": form["noiNhan"],
    }


def python_fields(finding: Finding) -> Fields:
    form = finding.document
    return {
        "sha256": finding.sha256,
        "fingerprint": finding.fingerprint,
        "size_bytes": finding.size_bytes,
        "media_type": finding.media_type,
        "secrecy": finding.secrecy,
        "level": finding.level,
        "unreadable_reason": finding.unreadable_reason,
        "obligation": finding.obligation,
        "charset": finding.charset,
        "hits": [(hit.id, hit.where, hit.part, hit.page, hit.line) for hit in finding.hits],
        "kind": form.kind,
        "kind_name": form.kind_name,
        "number": form.number,
        "issued_on": form.issued_on.isoformat() if form.issued_on else None,
        "subject": form.subject,
        "urgency": form.urgency,
        "kinh_gui": list(form.kinh_gui),
        "noi_nhan": list(form.noi_nhan),
    }
