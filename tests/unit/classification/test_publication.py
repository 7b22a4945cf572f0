"""`congvu rules propose`, `approve` and `publish`, as two people type them."""

import asyncio
import shutil
from pathlib import Path

import pytest

from backend.classification.keys import read_key
from backend.classification.publication import Changes, changes
from backend.cli import main
from backend.rules_folder import rules_dir
from tests.unit.fresh_databases import stored_in


class Desk:
    """Two people with a key each, and the server's settings."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        for name in ("editor", "approver"):
            self.make_key(name, f"{name}@thainguyen.gov.vn")
        (folder / "congvu.toml").write_text(
            f'state_dir = "{folder}"\ndatabase_url = "{url}"\nrule_approvals = 2\n'
            f'trusted_keys = ["{folder}/editor.pub", "{folder}/approver.pub"]\n'
        )

    def make_key(self, name: str, owner: str) -> None:
        assert main(["rules", "keygen", str(self.folder / name), *(["--owner", owner] if owner else [])]) == 0

    def propose(self, version: str, *more: str) -> int:
        return main(["rules", "propose", *self.named(key="editor", output="proposal"), "--version", version, *more])

    def approve(self, *more: str, key: str = "approver") -> int:
        proposal, editor = str(self.folder / "proposal"), str(self.folder / "editor.pub")
        return main(["rules", "approve", proposal, "--trust", editor, *self.named(key=key, output="new.jws"), *more])

    def publish(self, file: str = "new.jws") -> int:
        return main(["rules", "publish", str(self.folder / file), "--settings", str(self.folder / "congvu.toml")])

    def named(self, *, key: str, output: str) -> list[str]:
        return ["--key", str(self.folder / key), "-o", str(self.folder / output)]

    def entries(self) -> list[tuple[str, str, str]]:
        return sorted(asyncio.run(stored_in(self.url, "select deed, login, subject_id from audit_entry")))


@pytest.fixture
def desk(tmp_path: Path, empty_url: str) -> Desk:
    return Desk(tmp_path, empty_url)


def test_what_one_person_proposed_and_another_approved_is_in_force_and_on_record(desk: Desk) -> None:
    assert (desk.propose("2026.11.3"), desk.approve(), desk.publish()) == (0, 0, 0)

    assert (desk.folder / "bundle.jws").read_text() == (desk.folder / "new.jws").read_text()
    assert desk.entries() == [
        ("rules.approved", "approver@thainguyen.gov.vn", "2026.11.3"),
        ("rules.proposed", "editor@thainguyen.gov.vn", "2026.11.3"),
    ]


def test_both_keys_stand_in_the_bundle(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert (desk.propose("2026.11.3"), desk.approve()) == (0, 0)
    editor, approver = (read_key(desk.folder / f"{name}.pub") for name in ("editor", "approver"))
    trust = ["--trust", str(desk.folder / "approver.pub"), "--trust", str(desk.folder / "editor.pub")]
    capsys.readouterr()

    assert main(["rules", "verify", str(desk.folder / "new.jws"), *trust]) == 0
    signers = f"proposed by {editor.thumbprint()}, signed by {approver.thumbprint()}\n"
    assert capsys.readouterr().out.endswith(signers)


def test_a_proposal_is_not_published(desk: Desk) -> None:
    assert (desk.propose("2026.11.3"), desk.publish("proposal")) == (0, 2)
    assert not (desk.folder / "bundle.jws").exists()


def test_the_editor_cannot_approve_the_own_proposal(desk: Desk) -> None:
    assert (desk.propose("2026.11.3"), desk.approve(key="editor")) == (0, 2)
    assert not (desk.folder / "new.jws").exists()


def test_one_person_with_two_keys_is_one_person(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    for file in ("approver", "approver.pub"):
        (desk.folder / file).unlink()
    desk.make_key("approver", "Editor@thainguyen.gov.vn")

    assert (desk.propose("2026.11.3"), desk.approve(), desk.publish()) == (0, 0, 2)
    assert "two different people" in capsys.readouterr().err
    assert not (desk.folder / "bundle.jws").exists()


def test_a_key_of_nobody_in_particular_publishes_nothing(desk: Desk) -> None:
    for file in ("approver", "approver.pub"):
        (desk.folder / file).unlink()
    desk.make_key("approver", "")

    assert (desk.propose("2026.11.3"), desk.approve(), desk.publish()) == (0, 0, 2)


def test_an_older_bundle_is_not_published(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert (desk.propose("2026.11.3"), desk.approve(), desk.publish()) == (0, 0, 0)
    assert (desk.propose("2026.11.2"), desk.approve(), desk.publish()) == (0, 0, 2)

    assert "older than the one in force, 2026.11.3" in capsys.readouterr().err
    assert len(desk.entries()) == 2


def test_what_a_revoked_key_signed_gives_way(desk: Desk) -> None:
    assert (desk.propose("2026.11.3"), desk.approve(), desk.publish()) == (0, 0, 0)
    for file in ("approver", "approver.pub"):
        (desk.folder / file).unlink()
    desk.make_key("approver", "binh@thainguyen.gov.vn")

    assert (desk.propose("2026.11.4"), desk.approve(), desk.publish()) == (0, 0, 0)
    assert ("rules.approved", "binh@thainguyen.gov.vn", "2026.11.4") in desk.entries()


def test_one_person_alone_builds_nothing_where_two_are_asked_for(desk: Desk) -> None:
    settings = ["--settings", str(desk.folder / "congvu.toml")]

    assert main(["rules", "build", *desk.named(key="approver", output="new.jws"), *settings]) == 2
    assert not (desk.folder / "new.jws").exists()


def test_rules_whose_vectors_fail_are_neither_proposed_nor_approved(desk: Desk) -> None:
    assert desk.propose("2026.11.3") == 0
    rules = desk.folder / "rules"
    shutil.copytree(rules_dir(), rules)
    marking = rules / "secrecy/marking.toml"
    text = marking.read_text("utf-8").replace('"TỐI MẬT", ', "").replace('"TỐI MẬT" = "TOI_MAT", ', "")
    marking.write_text(text, "utf-8")
    before = (desk.folder / "proposal").read_text()

    assert desk.propose("2026.11.4", "--rules", str(rules)) == 1
    assert (desk.folder / "proposal").read_text() == before
    vectors = rules / "secrecy/marking.test.json"
    vectors.write_text('{"rule": "secrecy.marking", "cases": []}', "utf-8")
    assert desk.propose("2026.11.4", "--rules", str(rules)) == 0
    assert desk.approve() == 1  # the approver's own vectors
    assert not (desk.folder / "new.jws").exists()


def test_the_approver_is_shown_what_would_change(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert (desk.propose("2026.11.3"), desk.approve()) == (0, 0)
    rules = desk.folder / "rules"
    shutil.copytree(rules_dir(), rules)
    (rules / "obligation/report.toml").unlink()
    (rules / "obligation/report.test.json").unlink()
    assert desk.propose("2026.11.4", "--rules", str(rules)) == 0
    capsys.readouterr()

    against, own = ["--against", str(desk.folder / "new.jws")], ["--rules", str(rules)]
    assert desk.approve(*against, *own) == 0
    assert "added: none\nremoved: obligation.report\naltered: none\nalso altered: none\n" in capsys.readouterr().out


def test_changes_name_rules_and_other_fields() -> None:
    before = {"version": "1", "rules": [{"id": "a"}, {"id": "b"}], "limits": {"pages": 500}}
    after = {"version": "2", "rules": [{"id": "b", "effect": "ask"}, {"id": "c"}], "limits": {"pages": 1}}

    assert changes(before, after) == Changes(("c",), ("a",), ("b",), ("limits",))
