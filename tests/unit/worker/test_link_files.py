"""A published file is known by the fingerprint of the bundle in force, and by no plain hash."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import httpx

from backend.classification.bundle import Province, payload_of, sign
from backend.classification.fingerprint import fingerprint_of
from backend.classification.keys import make_key, read_key
from backend.compliance.link_checks import Download, Downloaded
from backend.gateway.link_fetch import LinkFetch
from backend.settings import Settings
from backend.worker_seams import LinkFiles
from tests.unit.small_province import NOW

URL, PAPER = "https://thainguyen.gov.vn/qd5.pdf", b"%PDF-1.7 TAI LIEU MAU"


async def public(host: str, port: int) -> Sequence[str]:
    return ["203.162.1.10"]


async def private(host: str, port: int) -> Sequence[str]:
    return ["10.0.0.1"]


def bundle_of(folder: Path, key: bytes, version: str) -> None:
    payload = payload_of(
        version=version,
        issued_at=NOW - timedelta(days=1),
        province=Province("thai-nguyen", "tỉnh Thái Nguyên", ("thainguyen.gov.vn",)),
        fingerprint_keys=[key],
    )
    (folder / "bundle.jws").write_text(sign(payload, read_key(folder / "rules.jwk")), "ascii")


def reader(folder: Path, resolve: object = public, status: int = 200) -> LinkFiles:
    settings = Settings(state_dir=folder, trusted_keys=(folder / "rules.jwk.pub",))
    transport = httpx.MockTransport(lambda _request: httpx.Response(status, content=PAPER))
    return LinkFiles(settings, LinkFetch((), resolve, transport))  # type: ignore[arg-type]


async def test_the_fingerprint_is_that_of_both_gates_and_a_new_key_has_another_mark(tmp_path: Path) -> None:
    make_key(tmp_path / "rules.jwk")
    marks = []
    for version, key in (("2026.1.1", b"k" * 32), ("2026.1.2", b"l" * 32)):
        bundle_of(tmp_path, key, version)
        found = await reader(tmp_path).read(URL)
        assert (found.outcome, found.fingerprint) == (
            Download.FOUND,
            fingerprint_of(hashlib.sha256(PAPER).hexdigest(), key),
        )
        marks.append(found.key_mark)

    assert len(set(marks)) == 2
    assert all(len(mark) == 16 for mark in marks)


async def test_what_cannot_be_read_or_must_not_be_asked_is_told_apart(tmp_path: Path) -> None:
    make_key(tmp_path / "rules.jwk")
    assert await reader(tmp_path).read(URL) == Downloaded(Download.UNREACHABLE)  # no rules yet
    bundle_of(tmp_path, b"k" * 32, "2026.1.1")

    assert await reader(tmp_path, status=404).read(URL) == Downloaded(Download.UNREACHABLE)
    assert await reader(tmp_path, private).read(URL) == Downloaded(Download.REFUSED)
