"""A rule's life: proposed, in shadow at both gates, approved by a second person, warning, enforced, and taken back in
one click."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo.backend import ALL_ROLES, WEBMAIL_ID
from deploy.demo.layout import CHECKOUT
from deploy.demo.refusal import Refused
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.rules import RulesPage

EDITOR, APPROVER = "an.nguyen@thainguyen.gov.vn", "bao.hoang@thainguyen.gov.vn"
MARK = "LƯU HỒ SƠ THỬ"
TITLES = ("title", "title_en", "source", "why", "why_en")
TODAY = datetime.now(UTC)


def version(number: int) -> str:
    """Above any that the demo makes of the minute."""
    return f"{TODAY.year}.{TODAY.month}.{TODAY.day}.{2000 + number}"


class Desk:
    """Two people with a key each, and rules of theirs to change."""

    def __init__(self, demo: Demo) -> None:
        self.demo = demo
        self.keys = demo.layout.home / "keys"
        self.rules = demo.layout.home / "province" / "rules"
        shutil.copytree(CHECKOUT / "rules", self.rules)

    def settle(self) -> None:
        """From here on two people sign, at every gate; the keys for going back are on the server."""
        demo, settings = self.demo, self.demo.layout.settings
        for name, owner in (("editor", EDITOR), ("approver", APPROVER)):
            demo.congvu("rules", "keygen", str(self.keys / name), "--owner", owner)
        public, private = ([str(self.keys / f"{name}{end}") for name in ("editor", "approver")] for end in (".pub", ""))
        lines = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith("trusted_keys")]
        ours = f"trusted_keys = {json.dumps(public)}\nrule_rollback_keys = {json.dumps(private)}\nrule_approvals = 2\n"
        settings.write_text("\n".join(lines) + "\n" + ours, "utf-8")
        printed = demo.congvu("webmail", "add", WEBMAIL_ID, "--replace")
        configuration = demo.layout.home / "webmail" / "config" / "congvu.inc.php"
        configuration.write_text(f"<?php\n\n{printed}\n", "utf-8")
        self.publish(0)
        demo.stop(*ALL_ROLES)
        demo.start(*ALL_ROLES)

    def write_rule(self, stages: str = "") -> None:
        texts = "".join(f'{name} = "Quy tắc thử"\n' for name in TITLES)
        match = f'looks_at = ["attachment.text"]\n[match]\nkind = "line"\nphrases = ["{MARK}"]\n'
        file = self.rules / "secrecy" / "trial.toml"
        file.write_text(f'id = "secrecy.trial"\neffect = "mark"\n{texts}{match}{stages}', "utf-8")
        cases = [
            {"name": text, "attachments": [{"name": "a.txt", "pages": [[text]]}], "expect": {"match": match}}
            for text, match in ((MARK, True), ("Kính gửi", False))
        ]
        file.with_suffix(".test.json").write_text(json.dumps({"rule": "secrecy.trial", "cases": cases}), "utf-8")

    def propose(self, number: int) -> str:
        rules = ["--rules", str(self.rules)]
        key = ["--key", str(self.keys / "editor"), "--fingerprint-key", str(self.keys / "province.jwk.fingerprint")]
        return self.demo.congvu("rules", "propose", *key, "-o", "proposal", "--version", version(number), *rules)

    def approve(self) -> str:
        trust, key = str(self.keys / "editor.pub"), str(self.keys / "approver")
        settings = ["--settings", str(self.demo.layout.settings), "--rules", str(self.rules)]
        return self.demo.congvu(
            "rules", "approve", "proposal", "--trust", trust, "--key", key, "-o", "signed.jws", *settings
        )

    def publish(self, number: int) -> None:
        self.propose(number)
        self.approve()
        self.demo.congvu("rules", "publish", "signed.jws")
        self.forget_schedule()

    def forget_schedule(self) -> None:
        """The webmail asks again at the next page instead of within five minutes."""
        for file in (self.demo.layout.home / "webmail").rglob("*.json"):
            if "asked_at" in file.read_text("utf-8", "replace"):
                file.unlink()

    def let_a_week_pass(self) -> None:
        connection = sqlite3.connect(self.demo.layout.state / "congvu.db", timeout=30)
        with connection:
            connection.execute("UPDATE rule_candidate SET shadow_from = datetime(shadow_from, '-8 days')")
        connection.close()

    def counted(self) -> set[tuple[str, str, str]]:
        query = "select agency_code, gate, outcome from rule_shadow_counts where rule = 'secrecy.trial' and bundle = ?"
        return {tuple(row) for row in self.demo.rows(query, (version(1),))}


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    """One of its own: other keys are trusted in it."""
    running = Demo()
    try:
        running.up()
        yield running
    finally:
        running.down()


@pytest.fixture(scope="module")
def desk(demo: Demo) -> Desk:
    desk = Desk(demo)
    desk.settle()
    return desk


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    file = tmp_path / "bao-cao.txt"
    file.write_text(f"BÁO CÁO\n\n{MARK}\n", "utf-8")
    return file


def send(compose: Compose, paper: Path, subject: str) -> None:
    compose.choose(paper)
    compose.wait_until_attached(1)
    compose.to(FINANCE)
    compose.write(subject)
    compose.send_and_leave()


def test_a_rule_lives_from_shadow_to_force_and_is_taken_back(  # long because: one life, stage after stage
    sign_in: SignIn, browser: Browser, demo: Demo, desk: Desk, paper: Path
) -> None:
    desk.write_rule('[[stages]]\nstage = "warn"\nfrom = "2026-01-01T00:00:00Z"\n')
    desk.propose(1)
    with pytest.raises(Refused):
        desk.approve()  # it never ran in shadow
    demo.congvu("rules", "shadow", "proposal")
    wait_for(lambda: "a proposal in its shadow" in demo.backend.log_of(*ALL_ROLES).read_text("utf-8"), "the milter")

    # in shadow: at both gates it is counted, and nobody sees anything of it
    compose = sign_in().compose()
    with compose.page.expect_response("**/rules/candidate"):
        compose.choose(paper)
    compose.wait_until_attached(1)
    compose = sign_in().compose()
    send(compose, paper, "Báo cáo tuần này")
    expect(compose.questions).to_have_count(0)
    demo.wait_for_letter(FINANCE, "Báo cáo tuần này")
    wanted = {("H55.05", gate, "would_block") for gate in ("browser", "server")}
    wait_for(lambda: wanted <= desk.counted(), "counts of both gates")
    with browser.new_context() as context:
        page = RulesPage(context.new_page(), demo.layout.backend_url)
        page.open_as(APPROVER)
        assert all("Sở Khoa học và Công nghệ" in row for row in page.counts("secrecy.trial"))
        assert len(page.counts("secrecy.trial")) == 2
    columns = {row["name"] for row in demo.rows("select name from pragma_table_info('rule_shadow_counts')")}
    assert columns == {"day", "agency_code", "gate", "bundle", "rule", "outcome", "papers"}

    # a second person approves it once its time is over; then it warns and stops nothing
    with pytest.raises(Refused):
        desk.approve()
    desk.let_a_week_pass()
    assert "would_block" in desk.approve()
    demo.congvu("rules", "publish", "signed.jws")
    desk.forget_schedule()
    compose = sign_in().compose()
    compose.choose(paper)
    expect(compose.questions).to_contain_text("hiện chỉ nhắc chứ chưa chặn thư")
    compose.button("Đã xem lại, gửi tiếp").click()
    compose.wait_until_attached(1)
    assert demo.submit(letter(CLERK, FINANCE, "Từ máy để bàn", attachments=[paper])).code == 250

    # enforced
    desk.write_rule()
    desk.publish(2)
    stopped = letter(CLERK, FINANCE, "Nay đã chặn", attachments=[paper])
    wait_for(lambda: demo.submit(stopped).code == 550, "the milter to enforce it")
    compose = sign_in().compose()
    compose.choose(paper)
    expect(compose.stops).to_contain_text("Quy tắc thử")

    # and taken back, in one click and by name
    with browser.new_context() as context:
        page = RulesPage(context.new_page(), demo.layout.backend_url)
        page.open_as(EDITOR)
        expect(page.in_force).to_contain_text(version(2))
        page.go_back()
        expect(page.in_force).to_contain_text(f"{version(2)}.1")
        expect(page.content).to_contain_text(f"Đưa trở lại các quy tắc của bản {version(1)}")
    wait_for(lambda: demo.submit(stopped).code == 250, "the milter to go back")
    [entry] = demo.rows("select login, data from audit_entry where deed = 'rules.restored'")
    assert (entry["login"], json.loads(entry["data"])["restores"]) == (EDITOR, version(1))
