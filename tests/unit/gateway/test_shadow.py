"""Proposed rules beside the live ones at the mail server: counted by agency, without any say."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from backend.classification.approval import propose
from backend.classification.bundle import Province, canonical, payload_of, sign
from backend.classification.candidate import NAME
from backend.classification.shadow import Outcome, ShadowCount
from backend.classification.verdict import SecrecyState
from backend.documents.sandbox import ExtractorCrashed, ExtractorTimeout
from backend.gateway.inspected import Inspected
from backend.gateway.inspection import inspect, prepare
from backend.gateway.rule_source import RuleSource
from backend.gateway.scanner import Scanned, Scanner
from tests.unit.gateway.milter_world import AN, CITIZEN, ID, MARKED, SOKHCN, FakeScanner, World, mail
from tests.unit.gateway.test_scanner import RAW, FakePool, FakeSource, pools

OURS, FOREIGN = (OKPKey.generate_key("Ed25519", private=True) for _ in range(2))
COUNTS = (
    ShadowCount("2026.11.4", "*", Outcome.WOULD_BLOCK),
    ShadowCount("2026.11.4", "secrecy.new", Outcome.WOULD_BLOCK),
)


def payload(version: str, *more: dict[str, Any], keep: int | None = None) -> dict[str, Any]:
    province = Province("thai-nguyen", "Thái Nguyên", ("thainguyen.gov.vn",))
    issued_at = datetime(2026, 11, 1, tzinfo=UTC)
    written = payload_of(version=version, issued_at=issued_at, province=province, fingerprint_keys=[b"k" * 32])
    return written | {"rules": [*written["rules"][:keep], *more]}


def rule(line: str) -> dict[str, Any]:
    texts = dict.fromkeys(("title", "title_en", "source", "why", "why_en"), "x")
    places = ["attachment.text", "body.text", "subject"]
    match = {"kind": "line", "phrases": [line]}
    return {**texts, "id": "secrecy.new", "family": "secrecy", "effect": "mark", "looks_at": places, "match": match}


LIVE = sign(payload("2026.11.3"), OURS)
STRICTER = propose(canonical(payload("2026.11.4", rule("xin chào"))), OURS)
BLIND = propose(canonical(payload("2026.11.4", rule("không có gì"), keep=0)), OURS)
PUBLIC = ({name: str(value) for name, value in OURS.as_dict(private=False).items()},)


def letter(body: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"], message["Subject"] = AN, "<a@thainguyen.gov.vn>", "Báo cáo"
    message.set_content(body)
    return message.as_bytes()


def verdicts(inspected: Inspected) -> list[tuple[SecrecyState, tuple[str, ...]]]:
    every = (inspected.findings.subject, *inspected.findings.bodies, *inspected.findings.attachments)
    return [(one.secrecy, tuple(hit.id for hit in one.hits)) for one in every]


@pytest.mark.parametrize("proposal", [STRICTER, BLIND])
@pytest.mark.parametrize("body", ["xin chào", "TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\n\nTỐI MẬT\n"])
def test_a_proposal_changes_no_verdict(proposal: str, body: str) -> None:
    prepare(LIVE, PUBLIC, 1, "")
    alone = inspect(letter(body), AN, None, True)
    prepare(LIVE, PUBLIC, 1, "", proposal)

    assert verdicts(inspect(letter(body), AN, None, True, True)) == verdicts(alone)
    assert alone.shadow == ()


def test_what_it_would_do_is_counted() -> None:
    prepare(LIVE, PUBLIC, 1, "", STRICTER)
    assert inspect(letter("xin chào"), AN, None, True, True).shadow == COUNTS
    assert inspect(letter("xin chào"), AN, None, True).shadow == ()  # a second look, without it

    prepare(LIVE, PUBLIC, 1, "", BLIND)
    marked = inspect(letter("TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\n\nTỐI MẬT\n"), AN, None, True, True)
    assert {(count.rule, count.outcome) for count in marked.shadow} == {
        ("*", Outcome.WOULD_PASS),
        ("secrecy.marking", Outcome.WOULD_PASS),
    }


@pytest.mark.parametrize(
    "proposal",
    [
        "no proposal",
        LIVE,
        propose(canonical(payload("2026.11.4")), FOREIGN),
        propose(canonical(payload("2026.11.4") | {"rules": "none"}), OURS),
    ],
)
def test_a_proposal_that_is_none_of_ours_leaves_the_live_rules_alone(
    proposal: str, caplog: pytest.LogCaptureFixture
) -> None:
    prepare(LIVE, PUBLIC, 1, "", proposal)
    inspected = inspect(letter("TÀI LIỆU MẪU, KHÔNG PHẢI BÍ MẬT NHÀ NƯỚC\n\nTỐI MẬT\n"), AN, None, True, True)

    assert SecrecyState.MARKED in {state for state, _ in verdicts(inspected)}
    assert inspected.shadow == ()
    assert "run in no shadow" in caplog.text


async def test_the_proposal_is_taken_from_beside_the_bundle_and_let_go_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "bundle.jws").write_text(LIVE)
    source = RuleSource(tmp_path / "bundle.jws", tmp_path, [OURS])

    async def proposal() -> str | None:
        rules = await source.refresh()
        assert rules is not None
        assert rules.bundle.version == "2026.11.3"
        return rules.proposal

    assert await proposal() is None
    (tmp_path / NAME).write_text(STRICTER)
    assert await proposal() == STRICTER
    (tmp_path / NAME).unlink()
    assert await proposal() is None


@pytest.mark.parametrize(
    "text",
    [
        LIVE,  # a bundle is no proposal
        propose(canonical(payload("2026.11.3")), OURS),  # no newer than what is in force
        propose(canonical(payload("2026.11.4")), FOREIGN),
        "none",
    ],
)
async def test_what_is_no_proposal_of_ours_runs_in_no_shadow(tmp_path: Path, text: str) -> None:
    (tmp_path / "bundle.jws").write_text(LIVE)
    (tmp_path / NAME).write_text(text)
    rules = await RuleSource(tmp_path / "bundle.jws", tmp_path, [OURS]).refresh()

    assert rules is not None
    assert rules.proposal is None


@pytest.mark.parametrize("error", [ExtractorTimeout("x"), ExtractorCrashed("x")])
async def test_a_message_that_breaks_the_extractor_is_first_looked_at_without_the_proposal(error: Exception) -> None:
    source, pool = FakeSource("2026.11.3"), FakePool([error])
    source.rules = [replace(source.rules[0], proposal=STRICTER)]
    async with Scanner(source, pools(pool)) as scanner:
        await scanner.scan(RAW, "")

    assert [call[3:] for call in pool.calls] == [(True, True), (True,)]  # its files stay open


async def test_a_proposal_that_comes_or_goes_starts_new_processes() -> None:
    source, made = FakeSource("2026.11.3"), (FakePool(), FakePool(), FakePool())
    plain = source.rules[0]
    async with Scanner(source, pools(*made)) as scanner:
        for rules in (replace(plain, proposal=STRICTER), plain):
            source.rules = [rules]
            await scanner.refresh()

    assert all(pool.closed for pool in made)


@dataclass
class CountingScanner(FakeScanner):
    async def scan(self, raw: bytes, sender: str, agency: str | None = None) -> Scanned:
        scanned = await super().scan(raw, sender, agency)
        return replace(scanned, inspected=replace(scanned.inspected, shadow=COUNTS))


RECORD = {
    "kind": "shadow",
    "agency": "H55.05",
    "counts": [["2026.11.4", "*", "would_block"], ["2026.11.4", "secrecy.new", "would_block"]],
}


async def test_a_submission_that_passes_leaves_counts_of_its_agency_and_nothing_of_itself() -> None:
    world = World(CountingScanner())
    decision = await world.decide(mail(CITIZEN))

    assert decision.refusal is None
    assert RECORD in world.journal.records


async def test_a_refused_one_too_and_the_refusal_stands() -> None:
    world = World(CountingScanner((MARKED,)))
    decision = await world.decide(mail(CITIZEN))

    assert decision.refusal is not None
    assert decision.refusal.code == 550
    assert [record["kind"] for record in world.journal.records] == ["shadow", "refused"]
    assert ID not in str(world.journal.records[0])


async def test_mail_that_comes_in_is_not_counted() -> None:
    world = World(CountingScanner())
    await world.decide(mail(AN, login="", sender=CITIZEN))

    assert "shadow" not in {record["kind"] for record in world.journal.records}


async def test_a_letter_that_was_put_off_is_counted_once_when_it_comes_again() -> None:
    world = World(CountingScanner())
    world.journal.full = True
    decision = await world.decide(mail(SOKHCN))
    assert decision.refusal is not None
    assert decision.refusal.code == 451
    assert world.journal.waiting == []

    world.journal.full = False
    await world.decide(mail(SOKHCN))
    assert [record["kind"] for record in world.journal.records].count("shadow") == 1


async def test_a_refused_letter_whose_counts_the_disk_does_not_take_is_counted_later() -> None:
    world = World(CountingScanner((MARKED,)))
    world.journal.full = True
    await world.decide(mail(CITIZEN))
    assert [record["kind"] for record in world.journal.waiting] == ["shadow", "refused"]
