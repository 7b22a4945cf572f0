"""`/metrics`: who may read it, and what it says of a province."""

from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from backend.clock import FixedClock
from backend.compliance.check_models import MailboxDay
from backend.compliance.duty_models import DutyHandover, DutyTurn
from backend.correspondence.canary import Canaries, Standing
from backend.correspondence.fact_queries import store_position
from backend.correspondence.models import Correspondence, Outbox, UrgentAlert
from backend.db import Database
from backend.db.ids import encode
from backend.directory.search import DirectorySearch
from backend.errors import Unavailable
from backend.graphql.sign_in import Bearers
from backend.metrics.snapshots import snapshot_file
from backend.settings import Settings
from backend.web.application import WebParts, web_application
from tests.unit.small_province import CLERK_BOX, NOW, SCIENCE
from tests.unit.web.conftest import FakeMailServer, no_graphql, no_socket

LOCAL = "http://127.0.0.1:8080"
TOKEN = "m" * 43
HOUR = timedelta(hours=1)


def samples(text: str) -> dict[tuple[str, ...], float]:
    """By name and label values."""
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def mail(kind: str, *, made_ago: timedelta, state: str = "waiting", not_before: timedelta = timedelta()) -> Outbox:
    milliseconds = int((NOW - made_ago).timestamp() * 1000)
    return Outbox(
        id=encode(milliseconds << 80, 26),
        agency_code=SCIENCE,
        correspondence_id="L",
        kind=kind,
        data={},
        message_id=f"{kind}{made_ago.total_seconds()}@x",
        recipient="dan@example.com",
        state=state,
        attempts=0,
        not_before=NOW + not_before,
    )


def letter(number: int, *, due_in: timedelta | None, waiting: bool = True) -> Correspondence:
    return Correspondence(
        agency_code=SCIENCE,
        id=f"L{number}",
        correspondent_id="C",
        sender_class="citizen",
        mailbox=CLERK_BOX,
        message_id=f"m{number}@x",
        received_at=NOW - timedelta(days=9),
        month=202601,
        standing="open" if waiting else "answered",
        waiting=waiting,
        may_acknowledge=True,
        due_at=None if due_in is None else NOW + due_in,
    )


def turn(agency: str, number: int, person: str, begins: int, ends: int) -> DutyTurn:
    """Its hours are counted from now."""
    span = {"begins_at": NOW + begins * HOUR, "ends_at": NOW + ends * HOUR}
    return DutyTurn(agency_code=agency, id=str(number), person_id=person, entered_by=person, entered_at=NOW, **span)


def application(
    settings: Settings, database: Database, clock: FixedClock, mail_server: FakeMailServer, search: DirectorySearch
) -> httpx.ASGITransport:
    bearers = Bearers(database, clock)
    parts = WebParts(settings, database, clock, mail_server, no_graphql, no_socket, search, bearers.principal)
    return httpx.ASGITransport(web_application(parts))


@pytest.fixture
def transport(
    settings: Settings, database: Database, clock: FixedClock, mail_server: FakeMailServer, search: DirectorySearch
) -> httpx.ASGITransport:
    return application(settings, database, clock, mail_server, search)


async def read(transport: httpx.ASGITransport, url: str = LOCAL, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(transport=transport, base_url=url, headers=headers) as client:
        return await client.get("/metrics")


async def test_a_program_on_this_machine_reads_sums_of_the_province(
    transport: httpx.ASGITransport, database: Database
) -> None:
    async with database.write() as session:
        session.add_all([letter(1, due_in=timedelta(days=1)), letter(2, due_in=-timedelta(days=1))])
        session.add_all([letter(3, due_in=None), letter(4, due_in=-timedelta(days=1), waiting=False)])
        session.add(mail("acknowledgement", made_ago=timedelta(minutes=10)))
        session.add(mail("acknowledgement", made_ago=timedelta(minutes=5), state="claimed"))
        session.add(mail("digest", made_ago=timedelta(hours=9), not_before=timedelta(hours=1)))  # waits for the day
        session.add(mail("alert", made_ago=timedelta(days=2), state="sent"))
        session.add(
            MailboxDay(agency_code=SCIENCE, day=NOW.date(), kept=3, declared=1, missed=2, unseen=1, counted_at=NOW)
        )
        session.add(
            UrgentAlert(
                agency_code=SCIENCE, correspondence_id="L1", alerted_at=NOW, state="waiting", attempts=1, not_before=NOW
            )
        )

    answer = await read(transport)

    told = samples(answer.text)
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert told["congvu_database_up",] == 1
    assert told["congvu_outbox_depth", "acknowledgement"] == 2
    assert told["congvu_outbox_depth", "digest"] == 1
    assert told["congvu_outbox_depth", "alert"] == 0
    assert told["congvu_outbox_oldest_seconds",] == 600
    assert told["congvu_reply_clocks_open",] == 3
    assert told["congvu_reply_clocks_overdue",] == 1
    assert told["congvu_alert_calls_waiting",] == 1
    assert {state: told["congvu_check_windows_today", state] for state in ("kept", "missed", "unseen")} == {
        "kept": 3,
        "missed": 2,
        "unseen": 1,
    }
    assert told["congvu_bundle_state", "ok"] == 1
    assert told["congvu_bundle_expires_timestamp_seconds", "web"] > NOW.timestamp()
    assert told["congvu_mail_server_up",] == 0


async def test_it_tells_where_nobody_is_on_duty_and_what_was_not_handed_over(
    transport: httpx.ASGITransport, database: Database
) -> None:
    async with database.write() as session:
        session.add_all([turn("H55", 1, "dung", -8, 0), turn("H55", 2, "mai", 0, 8)])  # nobody from the ninth hour on
        session.add(turn(SCIENCE, 3, "an", -10, -2))  # nobody now, and no sheet
        session.add_all([turn("H55.01", 4, "lan", -3, 30), turn("H55.02", 5, "tam", 1, 9)])  # covered; yet to begin
        session.add(DutyHandover(agency_code="H55", turn_id="1", since_at=NOW - 8 * HOUR, made_by="dung",
                                 made_at=NOW - HOUR / 2, sheet={}, words=""))  # fmt: skip

    told = samples((await read(transport)).text)

    assert told["congvu_duty_rosters", "nobody_now"] == 1
    assert told["congvu_duty_rosters", "nobody_soon"] == 1
    assert told["congvu_duty_turns_not_handed_over",] == 1
    assert told["congvu_duty_handover_waits_seconds",] == 1800


async def test_no_agency_mailbox_or_person_is_named(transport: httpx.ASGITransport, database: Database) -> None:
    async with database.write() as session:
        session.add_all([letter(1, due_in=timedelta(days=1)), mail("receipt", made_ago=timedelta(minutes=1))])

    text = (await read(transport)).text

    assert "congvu_outbox_depth" in text
    assert SCIENCE not in text
    assert "@" not in text


async def test_a_database_that_is_away_is_told_and_leaves_no_numbers_of_before(
    settings: Settings,
    clock: FixedClock,
    mail_server: FakeMailServer,
    database: Database,
    search: DirectorySearch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    transport = application(settings, database, clock, mail_server, search)
    assert "congvu_outbox_depth" in (await read(transport)).text

    def away() -> None:
        raise Unavailable("the database does not answer")

    monkeypatch.setattr(database, "read", away)
    clock.set(NOW + timedelta(seconds=16))
    text = (await read(transport)).text

    assert samples(text)["congvu_database_up",] == 0
    assert "congvu_outbox_depth" not in text


async def test_numbers_are_asked_for_at_most_every_fifteen_seconds(
    transport: httpx.ASGITransport, database: Database, clock: FixedClock
) -> None:
    assert samples((await read(transport)).text)["congvu_reply_clocks_open",] == 0
    async with database.write() as session:
        session.add(letter(1, due_in=None))

    clock.set(NOW + timedelta(seconds=14))
    assert samples((await read(transport)).text)["congvu_reply_clocks_open",] == 0
    clock.set(NOW + timedelta(seconds=15))
    assert samples((await read(transport)).text)["congvu_reply_clocks_open",] == 1


async def test_who_asks_from_elsewhere_through_a_proxy_or_by_the_public_name_finds_nothing(
    transport: httpx.ASGITransport,
) -> None:
    assert (await read(transport, "http://localhost:8080")).status_code == 200
    assert (await read(transport, "http://congvu.test")).status_code == 404
    assert (await read(transport, **{"X-Forwarded-For": "127.0.0.1"})).status_code == 404
    assert (await read(transport, **{"X-Real-IP": "127.0.0.1"})).status_code == 404
    assert (await read(transport, Forwarded="for=127.0.0.1")).status_code == 404
    transport.client = ("10.0.0.9", 1)
    assert (await read(transport)).status_code == 404


async def test_with_a_token_file_the_token_is_needed_everywhere_and_enough(
    settings: Settings,
    database: Database,
    clock: FixedClock,
    mail_server: FakeMailServer,
    search: DirectorySearch,
    tmp_path: Path,
) -> None:
    file = tmp_path / "metrics.token"
    transport = application(settings.changed(metrics_token_file=file), database, clock, mail_server, search)
    assert (await read(transport, Authorization="Bearer ")).status_code == 404  # no file, no token, nobody
    file.write_text("short\n", "ascii")
    assert (await read(transport, Authorization="Bearer short")).status_code == 404
    file.write_text(f"{TOKEN}\n", "ascii")

    assert (await read(transport)).status_code == 404
    assert (await read(transport, Authorization=f"Bearer {TOKEN}x")).status_code == 404
    transport.client = ("10.0.0.9", 1)
    assert (await read(transport, "http://congvu.test", Authorization=f"Bearer {TOKEN}")).status_code == 200


async def test_requests_are_counted_by_route_never_by_path(transport: httpx.ASGITransport) -> None:
    async with httpx.AsyncClient(transport=transport, base_url=LOCAL) as client:
        await client.get("/xac-nhan/ABCDEFGH?khoa=bi-mat")
        await client.get("/khong-co-trang-nay/canbo@thainguyen.gov.vn")
        await client.request("PROPFIND", "/healthz")
    text = (await read(transport)).text

    assert samples(text)["congvu_http_requests_total", "GET", "/xac-nhan/{code}", "200"] >= 1
    assert samples(text)["congvu_http_requests_total", "GET", "(no route)", "404"] >= 1
    assert samples(text)["congvu_http_requests_total", "other", "/healthz", "405"] >= 1
    assert "bi-mat" not in text
    assert "khong-co-trang-nay" not in text
    assert "PROPFIND" not in text


async def test_a_role_that_writes_its_metrics_into_a_file_is_served_with_its_age(
    transport: httpx.ASGITransport, settings: Settings
) -> None:
    file = snapshot_file(settings.state_dir, ["milter"])
    file.parent.mkdir()
    file.write_text('# TYPE congvu_mail_answers counter\ncongvu_mail_answers_total{answer="later"} 7.0\n', "utf-8")

    told = samples((await read(transport)).text)

    assert told["congvu_mail_answers_total", "later"] == 7
    assert 0 <= told["congvu_snapshot_age_seconds", "milter"] < 60


async def test_open_metrics_is_given_to_whoever_asks_for_it(transport: httpx.ASGITransport) -> None:
    answer = await read(transport, Accept="application/openmetrics-text; version=1.0.0")

    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert answer.text.endswith("# EOF\n")


async def test_how_canary_letters_stand_is_told_where_they_are_sent(
    settings: Settings,
    database: Database,
    clock: FixedClock,
    mail_server: FakeMailServer,
    search: DirectorySearch,
    transport: httpx.ASGITransport,
) -> None:
    known = Canaries(Standing(misses=1, well_at=1_767_600_000, way_seconds=4), Standing(passed=True))
    other = Canaries(Standing(well_at=1_767_600_000), Standing(well_at=1_767_600_000))
    async with database.write() as session:
        await store_position(session, "canary:1", known.text, 0, NOW)
        await store_position(session, "canary:2", other.text, 0, NOW)
        await store_position(session, "canary:3", known.text, 0, NOW - timedelta(days=7))
    sent = application(
        settings.changed(canary_mailbox="canary@thainguyen.gov.vn"), database, clock, mail_server, search
    )

    told = samples((await read(sent)).text)
    assert told["congvu_canary_state", "1", "clean", "late"] == 1
    assert told["congvu_canary_state", "1", "clean", "well"] == 0
    assert told["congvu_canary_state", "2", "clean", "well"] == 1
    assert ("congvu_canary_state", "3", "clean", "late") not in told
    assert told["congvu_canary_state", "1", "marked", "passed"] == 1
    assert told["congvu_canary_last_success_timestamp_seconds", "1", "clean"] == 1_767_600_000
    assert told["congvu_canary_way_seconds", "1", "clean"] == 4
    assert ("congvu_canary_last_success_timestamp_seconds", "1", "marked") not in told
    assert "congvu_canary_state{" not in (await read(transport)).text

    async with httpx.AsyncClient(transport=sent, base_url=LOCAL) as client:
        ready = await client.get("/readyz")
    assert (ready.status_code, ready.json()["canary"]) == (200, "passed")
    async with httpx.AsyncClient(transport=transport, base_url=LOCAL) as client:
        assert (await client.get("/readyz")).json()["canary"] == "off"
