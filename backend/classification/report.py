"""The verdict as JSON (contract 3), in full: for the screen of whoever chose the file, never to be sent."""

from typing import Any

from backend.classification.verdict import Action, DocumentForm, Finding


def verdict_json(finding: Finding, action: Action, bundle: str) -> dict[str, Any]:
    return {
        "file": finding.file,
        "sha256": finding.sha256,
        "fingerprint": finding.fingerprint,
        "size_bytes": finding.size_bytes,
        "media_type": finding.media_type,
        "bundle": bundle,
        "action": action,
        "secrecy": {"state": finding.secrecy, "level": finding.level},
        "readable": finding.unreadable_reason is None,
        "unreadable_reason": finding.unreadable_reason,
        "obligation": finding.obligation,
        "document": _document(finding.document),
        "charset": finding.charset,
        "rules": [
            {"id": hit.id, "where": hit.where, "part": hit.part, "page": hit.page, "line": hit.line}
            for hit in finding.hits
        ],
        "elapsed_ms": round(finding.elapsed_ms),
    }


def _document(form: DocumentForm) -> dict[str, Any]:
    return {
        "kind": form.kind,
        "kind_name": form.kind_name,
        "number": form.number,
        "issued_on": form.issued_on.isoformat() if form.issued_on else None,
        "subject": form.subject,
        "urgency": form.urgency,
    }
