"""The key of fingerprints changes: for a while a file is known by both keys at both gates, then by the new one."""

import base64
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from backend.classification import fingerprint_keys, queries, service
from backend.classification.bundle import Bundle, Province, payload_of
from backend.classification.declarations import (
    CheckedAttachment,
    CheckedSubmission,
    DeclarationReason,
    Declarer,
    FileState,
    GateQuestion,
)
from backend.classification.engine import Engine
from backend.classification.fingerprint import earlier_fingerprint_of, fingerprint_of
from backend.classification.fingerprint_keys import EarlierKey, beside, earlier_key, key_bytes, read_earlier
from backend.classification.inspect import inspect_file
from backend.classification.message_findings import MessageFindings
from backend.classification.models import BrowserVerdict
from backend.classification.verdict import Action, Ring, Where
from backend.cli import main
from backend.db import Database
from backend.errors import BundleError
from backend.gateway.judgement import judge
from backend.rules_folder import rules_dir
from tests.unit.small_province import NOW, OFFICIAL_BOX, SCIENCE

CASES = json.loads((rules_dir() / "conformance" / "fingerprint.json").read_text("utf-8"))["rotation"]
OLD, NEW = b"o" * 32, b"n" * 32
LATER = datetime.now(UTC) + timedelta(days=5)  # the engine asks the clock
MARK = "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\nMẬT\n".encode()


def engine(current: bytes, earlier: EarlierKey | None = None) -> Engine:
    payload = payload_of(
        version="2026.1",
        issued_at=NOW,
        province=Province("thai-nguyen", "tỉnh Thái Nguyên", ()),
        fingerprint_keys=[current],
        earlier=earlier,
    )
    return Engine(Bundle.from_payload(payload), today=lambda: date(2026, 11, 27))


BEFORE, OVERLAP, AFTER = engine(OLD), engine(NEW, EarlierKey(OLD, LATER)), engine(NEW)
OVER = engine(NEW, EarlierKey(OLD, datetime.now(UTC) - timedelta(seconds=1)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_both_engines_know_the_same_fingerprints(case: dict[str, Any]) -> None:
    earlier = earlier_key(case["keys"])
    now = datetime.fromisoformat(case["now"])
    assert fingerprint_of(case["sha256"], key_bytes(case["keys"][0]["key"])) == case["fingerprint"]
    assert earlier_fingerprint_of(case["sha256"], earlier, now) == case["earlier"]


def test_a_file_is_known_by_both_while_they_overlap_and_by_the_new_one_afterwards() -> None:
    before, both, after, over = (inspect_file(b"x", "x.txt", one) for one in (BEFORE, OVERLAP, AFTER, OVER))
    assert both.fingerprints == (after.fingerprint, before.fingerprint)
    assert over.fingerprints == after.fingerprints == (after.fingerprint,)


def judged(one: Engine, cleared: dict[str, str]) -> Any:
    nothing = one.judge_text([], where=Where.SUBJECT)
    return judge(
        MessageFindings(nothing, (), (inspect_file(MARK, "x.txt", one),), readable=True), Ring.PROVINCE, cleared
    )


def test_a_clearance_of_the_old_key_holds_during_the_overlap_and_not_after_it() -> None:
    cleared = {inspect_file(MARK, "x.txt", BEFORE).fingerprint: "12/QĐ-SKHCN"}
    during = judged(OVERLAP, cleared)
    assert (during.action, [file.decision for file in during.files]) == (Action.ALLOW, ["12/QĐ-SKHCN"])
    for one in (AFTER, OVER):
        assert judged(one, cleared).action is Action.BLOCK
        assert judged(one, cleared).files == ()


def test_of_a_marked_file_neither_fingerprint_is_kept() -> None:
    assert judged(OVERLAP, {}).files == ()


async def declared(database: Database, *files: FileState) -> bool:
    async with database.write() as session:
        question = GateQuestion("0123456789ab", OFFICIAL_BOX, "2026.1", files)
        return (await service.answer_gate(session, question, NOW)).declared


async def test_a_declaration_under_either_key_lets_the_file_pass(database: Database) -> None:
    async with database.write() as session:
        reason = DeclarationReason.CHECKED_UNREADABLE
        service.declare(session, Declarer(OFFICIAL_BOX, SCIENCE, "AN"), "o" * 22, reason, NOW)

    assert await declared(database, FileState("n" * 22, "unreadable", "o" * 22))
    assert await declared(database, FileState("o" * 22, "unreadable"))  # a milter that has the old bundle still
    assert not await declared(database, FileState("n" * 22, "unreadable"))
    assert not await declared(
        database, FileState("n" * 22, "unreadable", "o" * 22), FileState("x" * 22, "unreadable", "y" * 22)
    )


@pytest.mark.parametrize("reported", ["o" * 22, "n" * 22])
async def test_the_gates_are_joined_whichever_key_the_browser_had(database: Database, reported: str) -> None:
    file = CheckedAttachment("n" * 22, "allow", "o" * 22)
    checked = CheckedSubmission("verdict-1", NOW, OFFICIAL_BOX, SCIENCE, "2026.1", True, (file,))
    async with database.write() as session:
        session.add(
            BrowserVerdict(
                at=NOW,
                login=OFFICIAL_BOX,
                agency_code=SCIENCE,
                fingerprint=reported,
                rules=[],
                action="allow",
                state="none",
                bundle="2026.1",
                elapsed_ms=1,
            )
        )
        await service.log_submission(session, checked)
    async with database.write() as session:
        assert await service.join_gates(session, NOW) == 1
    async with database.read() as session:
        assert await service.gate_differences(session, SCIENCE, NOW, NOW + timedelta(hours=1)) == []
        for one in ("n" * 22, "o" * 22):  # a paper recorded under either key finds its letter
            assert set(await queries.submissions_of(session, SCIENCE, one, NOW)) == {"verdict-1"}


@pytest.mark.parametrize(
    "keys",
    [
        [{"key": "a"}, {"key": "b"}, {"key": "c"}],
        [{}, {"key": base64.urlsafe_b64encode(OLD).decode().rstrip("="), "until": "2026-12-27T00:00:00"}],
        [{}, {"key": "AAAA", "until": "2026-12-27T00:00:00Z"}],
    ],
)
def test_three_keys_an_end_without_a_zone_and_a_short_key_are_refused(keys: list[dict[str, str]]) -> None:
    with pytest.raises(BundleError):
        earlier_key(keys)


def key_ids(file: Path) -> list[bool]:
    """Of a bundle's keys: whether each has an end."""
    payload = file.read_text("ascii").split(".")[1]
    keys = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["fingerprint_keys"]
    return ["until" in key for key in keys]


def test_the_command_makes_a_new_key_and_the_old_one_goes_with_its_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, bundle = tmp_path / "province.key", tmp_path / "bundle.jws"
    file = tmp_path / "province.key.fingerprint"
    build = ["rules", "build", "--key", str(key), "-o", str(bundle)]
    assert main(["rules", "keygen", str(key)]) == 0
    rotate = ["rules", "rotate-fingerprint-key", "--key", str(key)]
    assert main(rotate) == 2  # there is none yet
    assert main(build) == 0
    before = file.read_bytes()

    assert main(rotate) == 0
    assert "a new key; the one before is known until" in capsys.readouterr().out
    assert file.read_bytes() != before
    assert (file.stat().st_mode & 0o777, beside(file).stat().st_mode & 0o777) == (0o600, 0o600)
    now = datetime.now(UTC)
    standing = read_earlier(file, now)
    assert standing is not None
    assert standing.key == before
    assert timedelta(days=31) < standing.until - now <= timedelta(days=32)
    assert main(build) == 0
    assert key_ids(bundle) == [False, True]
    assert main(rotate) == 2  # three are never known
    assert main([*rotate, "--days", "0"]) == 2

    assert read_earlier(file, standing.until) is None
    assert not beside(file).exists()
    assert main(build) == 0
    assert key_ids(bundle) == [False]
    assert main(rotate) == 0
    assert fingerprint_keys.AT_MOST == 2
