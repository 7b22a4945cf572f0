"""`/quy-tac`: what those who answer for the rules see, and one button back that makes a new version."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from backend.access.roles import Role
from backend.audit.models import AuditEntry
from backend.classification.approval import propose
from backend.classification.bundle import Province, canonical, load_bundle, payload_of, sign
from backend.classification.keys import make_key, read_key
from backend.classification.models import RuleCandidate, RuleRelease, RuleShadowCount
from backend.classification.publication import content_digest
from backend.db import Database
from backend.directory.models import LoginMailbox, Mailbox, Official, RoleAssignment
from backend.settings import Settings
from tests.unit.small_province import CLERK_BOX, NOW, SCIENCE
from tests.unit.web.conftest import PASSWORD

EDITOR = "quytac@thainguyen.gov.vn"
TEXTS = dict.fromkeys(("title_en", "source", "why", "why_en"), "x") | {"title": "Dấu mới"}
TRIAL = {
    **TEXTS,
    "id": "secrecy.trial",
    "family": "secrecy",
    "effect": "mark",
    "looks_at": ["attachment.text"],
    "match": {"kind": "line", "phrases": ["DẤU MỚI"]},
}
WARNED = {
    "stages": [{"stage": "warn", "from": "2026-01-01T00:00:00Z"}, {"stage": "enforce", "from": "2026-02-01T00:00:00Z"}]
}


def payload(version: str, *more: dict[str, Any], days_old: int = 1) -> dict[str, Any]:
    province = Province("thai-nguyen", "tỉnh Thái Nguyên", ("thainguyen.gov.vn",))
    issued_at = NOW - timedelta(days=days_old)
    written = payload_of(version=version, issued_at=issued_at, province=province, fingerprint_keys=[b"k" * 32])
    return written | {"rules": [*written["rules"], *more]}


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """One person signs here; the key for going back is at hand."""
    return settings.changed(rule_rollback_keys=(tmp_path / "rules.jwk",))


@pytest.fixture(autouse=True)
async def province(database: Database, settings: Settings, tmp_path: Path) -> None:
    """Versions 2025.12.1 and 2026.1.1 were in force, now it is 2026.1.2 with one rule more, which warns."""
    key = read_key(tmp_path / "rules.jwk")
    long_ago = payload("2025.12.1", TRIAL, days_old=9)
    before, now = payload("2026.1.1", days_old=3), payload("2026.1.2", TRIAL | WARNED)
    (tmp_path / "bundle.jws").write_text(sign(now, key), "ascii")
    async with database.write() as session:
        session.add(Mailbox(address=EDITOR, agency_code=SCIENCE, kind="personal", published_at=NOW))
        session.add(Official(id="QUY", name="Lê Quy", post="Chuyên viên", agency_code=SCIENCE, login=EDITOR))
        for written, days in ((long_ago, 9), (before, 3), (now, 1)):
            session.add(
                RuleRelease(
                    version=written["version"],
                    content=content_digest(written),
                    text=sign(written, key),
                    published_at=NOW - timedelta(days=days),
                    signer_login="giamdoc@thainguyen.gov.vn",
                )
            )
    async with database.write() as session:
        session.add(LoginMailbox(login=EDITOR, address=EDITOR))
        session.add(RoleAssignment(official_id="QUY", role=Role.RULE_EDITOR, agency_code=SCIENCE))


async def signed_in(client: httpx.AsyncClient, login: str = EDITOR) -> str:
    client.cookies.clear()
    form = {"login": login, "password": PASSWORD}
    return (await client.post("/quy-tac/dang-nhap", data=form, follow_redirects=True)).text


def form_of(page: str, **changes: str) -> dict[str, str]:
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page))
    return fields | {"person": "QUY"} | changes


def in_force(folder: Path) -> str:
    return load_bundle((folder / "bundle.jws").read_text(), [read_key(folder / "rules.jwk.pub")]).version


async def test_the_page_says_what_is_in_force_what_changed_and_the_stage_of_each_rule(
    client: httpx.AsyncClient,
) -> None:
    page = await signed_in(client)

    assert "Đang áp dụng: 2026.1.2" in page
    assert "giamdoc@thainguyen.gov.vn ký; áp dụng từ" in page
    assert "So với bản 2026.1.1:" in page
    assert "Dấu mới <small>secrecy.trial</small>" in page
    assert "Nhắc: hỏi, không chặn<small>Áp dụng từ 07:00, 01/02/2026</small>" in page
    assert page.count("<td>Áp dụng</td>") == 27
    assert page.index("Nhắc: hỏi, không chặn") < page.index("<td>Áp dụng</td>")
    english = (await client.get("/quy-tac?lang=en")).text
    assert "In force: 2026.1.2" in english
    assert "Warns: asks, stops nothing" in english


async def test_what_runs_in_shadow_is_shown_with_its_counts_by_agency_and_what_replaying_gave(
    client: httpx.AsyncClient, database: Database, tmp_path: Path
) -> None:
    proposal = payload("2026.1.3", TRIAL | {"id": "secrecy.next", "title": "Dấu sau"})
    (tmp_path / "candidate.jws").write_text(propose(canonical(proposal), read_key(tmp_path / "rules.jwk")))
    replay = {
        "agencies": [{"agency": SCIENCE, "papers": 40, "otherwise": 3, "unknown": 2}],
        "not_replayed": ["obligation.words"],
    }
    async with database.write() as session:
        since = NOW - timedelta(days=2)
        session.add(
            RuleCandidate(
                digest="d", version="2026.1.3", proposer_login=EDITOR, shadow_from=since, replay=replay, replayed_at=NOW
            )
        )
        for rule, outcome, papers in (("*", "same", 9), ("*", "would_block", 2), ("secrecy.next", "would_block", 2)):
            for day in (NOW.date(), (NOW - timedelta(days=1)).date()):
                session.add(
                    RuleShadowCount(
                        day=day,
                        agency_code=SCIENCE,
                        gate="server",
                        bundle="2026.1.3",
                        rule=rule,
                        outcome=outcome,
                        papers=papers,
                    )
                )
    page = " ".join((await signed_in(client)).split())

    assert "Bản 2026.1.3 do quytac@thainguyen.gov.vn đề nghị" in page
    assert "Được duyệt sau 15:00, 10/01/2026." in page
    assert "Sở Khoa học và Công nghệ<small>ở máy chủ thư</small>" in page
    assert "sẽ chặn thêm 4<br>sẽ cho qua 0<br>như nay 18<small>trong 22 đã xét</small>" in page
    assert "sẽ chặn thêm 4<br>sẽ cho qua 0<br>như nay 0<small>trong 22 đã xét</small>" in page
    assert "Dấu sau<small>secrecy.next</small>" in page
    assert "sẽ khác 3<br>không biết được 2<small>trong 40 đã xét</small>" in page
    assert "obligation.words" in page


async def test_one_press_brings_the_rules_before_back_as_a_higher_version_by_name_and_on_record(
    client: httpx.AsyncClient, database: Database, tmp_path: Path
) -> None:
    answer = await client.post("/quy-tac", data=form_of(await signed_in(client)), follow_redirects=True)

    assert in_force(tmp_path) == "2026.1.5.480"
    assert "Đang áp dụng: 2026.1.5.480" in answer.text
    assert "Đưa trở lại các quy tắc của bản 2026.1.1." in answer.text
    assert "<td>Nhắc: hỏi, không chặn" not in answer.text
    assert 'name="before" value="2025.12.1"' in answer.text  # further back, never forward to what was taken back
    async with database.read() as session:
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.deed == "rules.restored"))).one()
        release = await session.get(RuleRelease, "2026.1.5.480")
    assert (entry.login, entry.person_id, entry.data["restores"]) == (EDITOR, "QUY", "2026.1.1")
    assert release is not None
    assert (release.pressed_by, release.restores) == ("QUY", "2026.1.1")
    assert (await client.get("/rules/bundle")).text == (tmp_path / "bundle.jws").read_text()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"person": "VAN"}, "Hãy chọn người bấm"),
        ({"in_force": "2026.1.1"}, "Bộ quy tắc đã đổi trong lúc đó"),
        ({"before": "2025.12.1"}, "Bộ quy tắc đã đổi trong lúc đó"),  # not the one the page offers
    ],
)
async def test_a_press_that_does_not_fit_changes_nothing_and_says_why(
    client: httpx.AsyncClient, tmp_path: Path, changes: dict[str, str], problem: str
) -> None:
    answer = await client.post("/quy-tac", data=form_of(await signed_in(client), **changes))

    assert answer.status_code == 422
    assert problem in answer.text
    assert in_force(tmp_path) == "2026.1.2"


async def test_a_press_without_the_form_of_this_visit_changes_nothing(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    form = form_of(await signed_in(client), form_key="0" * 64)

    assert (await client.post("/quy-tac", data=form)).status_code == 403
    assert in_force(tmp_path) == "2026.1.2"


async def test_whoever_has_neither_role_sees_nothing_of_it_and_cannot_press(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    form = form_of(await signed_in(client))
    page = await signed_in(client, CLERK_BOX)
    key = re.search(r'name="form_key" value="(\w+)"', page)
    assert key is not None

    assert "2026.1.2" not in page
    assert "Trang này dành cho người đề nghị và người duyệt quy tắc" in page
    answer = await client.post("/quy-tac", data=form | {"form_key": key[1], "person": "VAN"})
    assert (answer.status_code, in_force(tmp_path)) == (422, "2026.1.2")


async def test_with_the_keys_elsewhere_the_page_says_which_command_to_run(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    form = form_of(await signed_in(client))
    (tmp_path / "rules.jwk").rename(tmp_path / "carried away")
    page = (await client.get("/quy-tac")).text

    assert "congvu rules rollback --to 2026.1.1 --key PROVINCE.key" in page
    assert '<button type="submit">Quay lại bản trước' not in page
    assert "Khóa ký không để trên máy chủ này: hãy dùng lệnh." in (await client.post("/quy-tac", data=form)).text
    assert (tmp_path / "bundle.jws").exists()


async def test_rules_that_a_revoked_key_signed_are_not_offered(
    client: httpx.AsyncClient, database: Database, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    make_key(stranger / "key")
    async with database.write() as session:
        row = await session.get(RuleRelease, "2026.1.1")
        assert row is not None
        row.text = sign(payload("2026.1.1", days_old=3), read_key(stranger / "key"))

    assert "do khóa nay đã thu hồi ký" in await signed_in(client)
