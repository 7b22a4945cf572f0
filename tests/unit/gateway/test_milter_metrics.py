"""What the gate counts of its work."""

import pytest

from backend.documents.sandbox import ExtractorCrashed, ExtractorTimeout
from backend.errors import Unavailable
from backend.gateway.scanner import NoRules, Scanner
from tests.unit.gateway.milter_world import CITIZEN, MARKED, SOKHCN, FakeJournal, FakeScanner, World, mail
from tests.unit.gateway.test_scanner import RAW, FakePool, FakeSource, pools
from tests.unit.metrics.counted import Counted


async def test_a_letter_that_passes_is_seen_judged_and_accepted() -> None:
    counted = Counted()

    await World().decide(mail(SOKHCN))

    assert counted.added("congvu_mail_seen_total", "submission") == 1
    assert counted.added("congvu_verdicts_total", "submission", "allow", "none") == 1
    assert counted.added("congvu_mail_answers_total", "accepted") == 1
    assert counted.added("congvu_scan_seconds_count") == 1


async def test_a_marked_letter_is_refused_whichever_way_it_goes() -> None:
    counted = Counted()

    await World(FakeScanner((MARKED,))).decide(mail(CITIZEN))
    await World(FakeScanner((MARKED,))).decide(mail(SOKHCN, login="", sender=CITIZEN))

    assert counted.added("congvu_verdicts_total", "submission", "block", "marked") == 1
    assert counted.added("congvu_verdicts_total", "inbound", "block", "marked") == 1
    assert counted.added("congvu_mail_answers_total", "refused") == 2


async def test_a_letter_that_could_not_be_judged_has_no_verdict_and_comes_later() -> None:
    counted = Counted()

    for error in (Unavailable("x"), NoRules("x")):
        await World(FakeScanner(error=error)).decide(mail(SOKHCN))

    assert counted.added("congvu_mail_seen_total", "submission") == 2
    assert counted.added("congvu_mail_answers_total", "later") == 2
    assert counted.added("congvu_scan_seconds_count") == 0


async def test_a_journal_that_cannot_be_written_is_counted() -> None:
    counted = Counted()

    await World(journal=FakeJournal(full=True)).decide(mail(SOKHCN))

    assert counted.added("congvu_journal_failures_total") == 1
    assert counted.added("congvu_mail_answers_total", "later") == 1


async def test_extractors_that_crash_and_that_take_too_long_are_told_apart() -> None:
    counted = Counted()
    async with Scanner(FakeSource("2026.11.3"), pools(FakePool([ExtractorCrashed("x")]))) as scanner:
        await scanner.scan(RAW, "")
    pool = FakePool([ExtractorTimeout("x"), ExtractorTimeout("x")])
    async with Scanner(FakeSource("2026.11.3"), pools(pool)) as scanner:
        with pytest.raises(Unavailable):
            await scanner.scan(RAW, "")

    assert counted.added("congvu_extractor_failures_total", "crash") == 1
    assert counted.added("congvu_extractor_failures_total", "timeout") == 2
