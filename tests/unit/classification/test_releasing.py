"""What has to be true before rules are in force: time in shadow, two people for less; and a way back. As typed."""

import asyncio
import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from joserfc.jws import extract_compact
from sqlalchemy import select

from backend.classification.models import RuleCandidate, RuleShadowCount
from backend.cli import main
from backend.db import Database
from backend.rules_folder import rules_dir
from tests.unit.classification.test_publication import Desk
from tests.unit.fresh_databases import stored_in

TITLES = ("title", "title_en", "source", "why", "why_en")


class Trial(Desk):
    """Two people, the server, and rules of their own to change."""

    def __init__(self, folder: Path, url: str) -> None:
        super().__init__(folder, url)
        self.rules = folder / "rules"
        shutil.copytree(rules_dir(), self.rules)
        self.settings = ["--settings", str(folder / "congvu.toml")]
        assert (self.propose("2026.11.3"), self.approve(), self.publish()) == (0, 0, 0)

    def add_rule(self, line: str = "DẤU MỚI", *rows: str) -> None:
        texts = "".join(f'{name} = "Quy tắc thử"\n' for name in TITLES)
        match = f'looks_at = ["attachment.text"]\n[match]\nkind = "line"\nphrases = ["{line}"]\n'
        stages = "".join(f'[[stages]]\nstage = "{row}"\nfrom = "2026-11-01T00:00:00Z"\n' for row in rows)
        name = self.rules / "secrecy" / "trial"
        name.with_suffix(".toml").write_text(f'id = "secrecy.trial"\neffect = "mark"\n{texts}{match}{stages}')
        cases = [
            {"name": name, "attachments": [{"name": "a.txt", "pages": [[text]]}], "expect": {"match": match}}
            for name, text, match in (("it is there", line, True), ("it is not", "Kính gửi", False))
        ]
        name.with_suffix(".test.json").write_text(json.dumps({"rule": "secrecy.trial", "cases": cases}))

    def offer(self, version: str) -> int:
        return self.propose(version, "--rules", str(self.rules))

    def consent(self, *more: str) -> int:
        return self.approve("--rules", str(self.rules), *self.settings, *more)

    def shadow(self, *more: str) -> int:
        return main(["rules", "shadow", *(more or [str(self.folder / "proposal")]), *self.settings])

    def put_in_force(self, *more: str) -> int:
        return main(["rules", "publish", str(self.folder / "new.jws"), *self.settings, *more])

    def rollback(self, *more: str) -> int:
        keys = [option for name in ("editor", "approver") for option in ("--key", str(self.folder / name))]
        return main(["rules", "rollback", *keys, *self.settings, *more])

    def let_days_pass(self, days: int) -> None:
        asyncio.run(self._let_pass(timedelta(days=days)))

    async def _let_pass(self, time: timedelta) -> None:
        database = Database(self.url)
        async with database.write() as session:
            for candidate in await session.scalars(select(RuleCandidate)):
                candidate.shadow_from -= time
        await database.close()

    async def would_have_blocked(self, papers: int) -> None:
        database = Database(self.url)
        key = {"day": date(2026, 11, 27), "agency_code": "H55.05", "gate": "server", "bundle": "2026.11.4"}
        row = RuleShadowCount(**key, rule="secrecy.trial", outcome="would_block", papers=papers)
        async with database.write() as session:
            session.add(row)
        await database.close()

    def in_force(self) -> dict[str, object]:
        payload: dict[str, object] = json.loads(extract_compact((self.folder / "bundle.jws").read_bytes()).payload)
        return payload

    def rule_ids(self) -> set[str]:
        rules = self.in_force()["rules"]
        assert isinstance(rules, list)
        return {rule["id"] for rule in rules}


@pytest.fixture
def trial(tmp_path: Path, empty_url: str) -> Trial:
    return Trial(tmp_path, empty_url)


def test_a_new_mark_is_approved_once_its_time_in_shadow_is_over(
    trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.add_rule()
    assert trial.offer("2026.11.4") == 0
    assert trial.consent() == 2
    assert "never ran in shadow" in capsys.readouterr().err

    assert trial.shadow() == 0
    assert (trial.folder / "candidate.jws").read_text() == (trial.folder / "proposal").read_text()
    assert trial.consent() == 2
    assert "in shadow until " in capsys.readouterr().err
    trial.let_days_pass(6)
    assert trial.consent() == 2

    trial.let_days_pass(1)
    assert (trial.consent(), trial.put_in_force()) == (0, 0)
    assert "secrecy.trial" in trial.rule_ids()
    assert not (trial.folder / "candidate.jws").exists()
    assert ("rules.shadowed", "editor@thainguyen.gov.vn", "2026.11.4") in trial.entries()


def test_the_server_looks_again_whatever_the_approver_signed_elsewhere(trial: Trial) -> None:
    trial.add_rule()
    assert (trial.offer("2026.11.4"), trial.approve("--rules", str(trial.rules))) == (0, 0)

    assert trial.put_in_force() == 2
    assert "secrecy.trial" not in trial.rule_ids()


def test_without_the_servers_settings_the_shadow_cannot_have_begun_before_the_proposal(trial: Trial) -> None:
    trial.add_rule()
    against = ["--against", str(trial.folder / "bundle.jws"), "--rules", str(trial.rules)]

    assert (trial.offer("2026.11.4"), trial.approve(*against)) == (0, 2)
    assert not (trial.folder / "new.jws.new").exists()


def test_another_proposal_ends_the_time_of_the_one_before(trial: Trial) -> None:
    trial.add_rule()
    assert (trial.offer("2026.11.4"), trial.shadow()) == (0, 0)
    shutil.copy(trial.folder / "proposal", trial.folder / "first")
    trial.add_rule("DẤU KHÁC")
    assert (trial.offer("2026.11.5"), trial.shadow()) == (0, 0)
    trial.let_days_pass(8)
    shutil.copy(trial.folder / "first", trial.folder / "proposal")
    trial.add_rule()

    assert trial.consent() == 2  # the first one ran no more
    assert (trial.shadow(), trial.consent()) == (0, 2)  # and begins anew
    assert trial.shadow("--stop") == 0
    assert not (trial.folder / "candidate.jws").exists()


def test_a_proposal_no_newer_than_what_is_in_force_runs_in_no_shadow(
    trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    trial.add_rule()

    assert (trial.offer("2026.11.3"), trial.shadow()) == (0, 2)
    assert "no newer than the one in force" in capsys.readouterr().err
    assert not (trial.folder / "candidate.jws").exists()


def test_an_emergency_is_two_named_people_and_a_reason_on_record(trial: Trial) -> None:
    trial.add_rule()
    reason = "Một mẫu dấu mới được ban hành hôm nay"
    assert (trial.offer("2026.11.4"), trial.consent("--emergency", reason)) == (0, 0)
    assert trial.put_in_force() == 2
    assert trial.put_in_force("--emergency", reason) == 0

    assert "secrecy.trial" in trial.rule_ids()
    people = [login for deed, login, _ in trial.entries() if deed == "rules.emergency"]
    assert people == ["approver@thainguyen.gov.vn", "editor@thainguyen.gov.vn"]
    reasons = "select reason from rule_release where version = '2026.11.4'"
    assert asyncio.run(stored_in(trial.url, reasons)) == [(reason,)]


def test_one_person_alone_stops_no_less(trial: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    settings = trial.folder / "congvu.toml"
    settings.write_text(settings.read_text().replace("rule_approvals = 2", "rule_approvals = 1"))
    for file in ("recall.toml", "recall.test.json"):
        (trial.rules / "circulation" / file).unlink()
    build = ["rules", "build", *trial.named(key="editor", output="new.jws"), "--rules", str(trial.rules)]
    assert main([*build, "--version", "2026.11.4", *trial.settings]) == 0

    assert trial.put_in_force() == 2
    assert "takes two people: circulation.recall (removed)" in capsys.readouterr().err
    assert "circulation.recall" in trial.rule_ids()


def test_an_altered_rule_is_not_lowered_at_once_even_by_two(trial: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    trial.add_rule()
    reason = ["--emergency", "Thử"]
    assert (trial.offer("2026.11.4"), trial.consent(*reason), trial.put_in_force(*reason)) == (0, 0, 0)
    (trial.folder / "new.jws").unlink()
    trial.add_rule("DẤU MỚI HƠN", "observe")

    assert (trial.offer("2026.11.5"), trial.consent(*reason)) == (0, 2)
    assert "an id of its own" in capsys.readouterr().err


def test_the_rules_before_come_back_as_a_new_and_higher_version(
    trial: Trial, capsys: pytest.CaptureFixture[str]
) -> None:
    before = trial.rule_ids()
    trial.add_rule()
    assert (trial.offer("2026.11.4"), trial.consent("--emergency", "Thử")) == (0, 0)
    assert trial.put_in_force("--emergency", "Thử") == 0

    assert trial.rollback() == 0
    assert "brings back 2026.11.3" in capsys.readouterr().out
    assert trial.rule_ids() == before
    version = str(trial.in_force()["version"])
    assert tuple(map(int, version.split("."))) > (2026, 11, 4)
    assert ("rules.restored", "approver@thainguyen.gov.vn", version) in trial.entries()
    assert ("rules.proposed", "editor@thainguyen.gov.vn", version) in trial.entries()

    assert trial.rollback() == 2  # not forward to what was just taken back, unless it is named
    assert "no earlier bundle on record" in capsys.readouterr().err
    assert trial.rollback("--to", "2026.11.4") == 0  # and forward again, without a new time in shadow
    assert "secrecy.trial" in trial.rule_ids()


def test_going_back_takes_as_many_people_as_publishing(trial: Trial) -> None:
    trial.add_rule()
    assert (trial.offer("2026.11.4"), trial.consent("--emergency", "Thử")) == (0, 0)
    assert trial.put_in_force("--emergency", "Thử") == 0
    one = ["rules", "rollback", "--key", str(trial.folder / "editor"), *trial.settings]

    assert main(one) == 2
    assert main([*one, "-o", str(trial.folder / "proposal")]) == 0  # only proposed: another approves it, without shadow
    assert (trial.approve("--rules", str(rules_dir()), *trial.settings), trial.put_in_force()) == (0, 0)
    assert "secrecy.trial" not in trial.rule_ids()


def test_what_a_revoked_key_signed_does_not_come_back(trial: Trial) -> None:
    trial.add_rule()
    assert (trial.offer("2026.11.4"), trial.consent("--emergency", "Thử")) == (0, 0)
    assert trial.put_in_force("--emergency", "Thử") == 0
    for file in ("approver", "approver.pub"):
        (trial.folder / file).unlink()
    trial.make_key("approver", "binh@thainguyen.gov.vn")

    assert trial.rollback() == 2
    assert "secrecy.trial" in trial.rule_ids()


def test_whoever_approves_sees_what_shadow_and_replay_counted(trial: Trial, capsys: pytest.CaptureFixture[str]) -> None:
    trial.add_rule()
    assert (trial.offer("2026.11.4"), trial.shadow()) == (0, 0)
    asyncio.run(trial.would_have_blocked(3))
    assert main(["rules", "replay", str(trial.folder / "proposal"), *trial.settings]) == 0
    assert "on record" in capsys.readouterr().out
    trial.let_days_pass(8)

    assert trial.consent() == 0
    shown = capsys.readouterr().out
    assert "added: secrecy.trial" in shown
    assert "would stop less: none" in shown
    assert "H55.05, server, secrecy.trial: would_block 3" in shown
    assert "replayed:\n  no papers" in shown
