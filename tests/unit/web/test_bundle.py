"""The bundle is handed on only if a configured key signed it, and never one older than the last."""

import logging
import os
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import OKPKey
from joserfc.jws import extract_compact

from backend.classification import approval
from backend.classification.keys import make_key, read_key
from backend.settings import Settings
from backend.web.bundle import BundleFile
from tests.unit.web.conftest import bundle_text


def put(folder: Path, text: str) -> None:
    """Replace the bundle as `congvu rules build` does; another inode, so the change is seen within one tick too."""
    draft = folder / "bundle.new"
    draft.write_text(text, "ascii")
    os.replace(draft, folder / "bundle.jws")


async def test_the_bundle_is_served_as_it_was_signed(client: httpx.AsyncClient, tmp_path: Path) -> None:
    answer = await client.get("/rules/bundle")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/jose"
    assert answer.text == (tmp_path / "bundle.jws").read_text("ascii")


async def test_who_has_it_already_gets_304_until_it_changes(client: httpx.AsyncClient, tmp_path: Path) -> None:
    known = {"If-None-Match": (await client.get("/rules/bundle")).headers["etag"]}
    again = await client.get("/rules/bundle", headers=known)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", known["If-None-Match"])

    put(tmp_path, bundle_text(tmp_path, "2026.1.2"))
    assert (await client.get("/rules/bundle", headers=known)).status_code == 200


async def test_an_older_version_never_replaces_a_newer_one(
    client: httpx.AsyncClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = (await client.get("/rules/bundle")).text
    put(tmp_path, bundle_text(tmp_path, "2025.12.31"))

    assert (await client.get("/rules/bundle")).text == served
    assert "older than the one served" in caplog.text


async def test_a_foreign_signature_is_not_handed_on(client: httpx.AsyncClient, tmp_path: Path) -> None:
    served = (await client.get("/rules/bundle")).text
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    make_key(foreign / "rules.jwk")
    put(tmp_path, bundle_text(foreign, "2026.9.9"))

    assert (await client.get("/rules/bundle")).text == served


async def test_without_any_bundle_the_answer_is_503_and_the_backend_not_ready(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    (tmp_path / "bundle.jws").unlink()

    answer = await client.get("/rules/bundle")
    assert (answer.status_code, answer.json()) == (503, {"code": "no_bundle"})
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["bundle"]) == (503, "missing")


async def test_a_damaged_file_leaves_the_last_good_bundle_standing(
    client: httpx.AsyncClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = (await client.get("/rules/bundle")).text
    caplog.set_level(logging.ERROR)
    put(tmp_path, served[:-9])

    assert (await client.get("/rules/bundle")).text == served
    assert "is not served" in caplog.text


async def test_a_file_that_is_refused_is_said_so_while_the_last_good_one_is_served(
    client: httpx.AsyncClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    good = (await client.get("/rules/bundle")).text
    put(tmp_path, bundle_text(tmp_path, "2025.12.31"))
    assert (await client.get("/rules/bundle")).status_code == 200
    ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["bundle"]) == (200, "refused")
    assert "bundle.jws is not served (older)" in caplog.text

    put(tmp_path, good)
    assert (await client.get("/readyz")).json()["bundle"] == "ok"


def test_a_restart_is_no_way_back_to_an_older_one(settings: Settings, tmp_path: Path) -> None:
    newer, older = bundle_text(tmp_path, "2026.2.1"), bundle_text(tmp_path, "2026.1.1")
    put(tmp_path, newer)
    BundleFile(settings).current()
    put(tmp_path, older)

    restarted = BundleFile(settings)
    served = restarted.current()
    assert served is not None
    assert (served.text, restarted.refused) == (newer, "older")


def test_where_two_must_sign_one_signature_is_refused(settings: Settings) -> None:
    file = BundleFile(settings.changed(rule_approvals=2))

    assert (file.current(), file.refused) == (None, "single")


async def test_a_proposal_in_shadow_is_handed_on_as_it_was_signed_while_it_is_newer(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    assert (await client.get("/rules/candidate")).status_code == 204

    proposal = approval.propose(payload_part(bundle_text(tmp_path, "2026.9.9")), read_key(tmp_path / "rules.jwk"))
    (tmp_path / "candidate.jws").write_text(proposal)
    answer = await client.get("/rules/candidate")
    assert (answer.status_code, answer.text) == (200, proposal)
    known = {"If-None-Match": answer.headers["etag"]}
    assert (await client.get("/rules/candidate", headers=known)).status_code == 304
    assert (await client.get("/rules/bundle")).text != proposal

    put(tmp_path, bundle_text(tmp_path, "2026.9.9"))
    assert (await client.get("/rules/candidate")).status_code == 204


async def test_a_strangers_proposal_is_not_handed_on(client: httpx.AsyncClient, tmp_path: Path) -> None:
    stranger = OKPKey.generate_key("Ed25519", private=True)
    payload = payload_part(bundle_text(tmp_path, "2026.9.9"))
    (tmp_path / "candidate.jws").write_text(approval.propose(payload, stranger))

    assert (await client.get("/rules/candidate")).status_code == 204


def payload_part(text: str) -> bytes:
    return extract_compact(text.encode()).payload
