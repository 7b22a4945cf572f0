"""What the dashboard draws: `dashboardFigures` says it, its tables say the same, and so do the letters counted anew."""

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, update

from backend.correspondence.models import FigureRow, StaleFigures
from backend.db import Database
from tests.unit.graphql.conftest import OPERATION_IDS, bearer
from tests.unit.journal_lines import vietnam
from tests.unit.small_province import CHAIR_BOX, COMMITTEE, FINANCE, HEAD_BOX, NOW, SCIENCE
from tests.unit.web import test_dashboard
from tests.unit.web.dashboard_office import SCIENCES, answered_after, worked_seconds
from tests.unit.web.test_dashboard import sign_in, table, words_of

office_template, url, graphql = test_dashboard.office_template, test_dashboard.url, test_dashboard.graphql
OWN = {"agency": SCIENCE, "since": "2025-08-01", "until": "2026-01-31", "senderClass": "CITIZEN", "below": False}
DAY = 8 * 3600


async def drawn(graphql: httpx.AsyncClient, database: Database, login: str, **variables: Any) -> Mapping[str, Any]:
    """What `dashboardFigures` answers."""
    if "Authorization" not in graphql.headers:
        graphql.headers.update(await bearer(database, login))
    body = {"id": OPERATION_IDS["DashboardFigures"], "variables": {**OWN, **variables}}
    answer: Mapping[str, Any] = (await graphql.post("/graphql", json=body)).json()["data"]["dashboardFigures"]
    return answer


def waits() -> list[tuple[int, bool]]:
    """Of the office's letters: working seconds to the answer or so far, and whether there is one."""
    now: datetime = NOW.astimezone(vietnam("2026-01-01 00:00").tzinfo)
    return [
        (worked_seconds(vietnam(received), vietnam(answered) if answered else now), bool(answered))
        for received, answered in SCIENCES
    ]


def answered_by(seconds: int) -> Fraction:
    """The product-limit estimate, in exact fractions."""
    waiting = Fraction(1)
    for at in sorted({wait for wait, is_answered in waits() if is_answered and wait <= seconds}):
        at_risk = sum(wait >= at for wait, _ in waits())
        waiting *= 1 - Fraction(sum(wait == at and done for wait, done in waits()), at_risk)
    return 1 - waiting


async def test_the_curve_is_that_of_the_letters(graphql: httpx.AsyncClient, database: Database) -> None:
    found = (await drawn(graphql, database, HEAD_BOX))["curve"]

    told = {point["seconds"]: point["answered"] for point in found["points"]}
    assert found["count"] == 8
    assert len(told) == 5  # two letters were answered after the same two hours
    assert all(share == pytest.approx(float(answered_by(seconds))) for seconds, share in told.items())
    assert all(point["low"] <= point["answered"] <= point["high"] for point in found["points"])
    assert found["longest"] == max(wait for wait, is_answered in waits() if not is_answered)


async def test_last_years_curve_is_that_of_the_same_months(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database
) -> None:
    found = await drawn(graphql, database, HEAD_BOX)
    later = await drawn(graphql, database, HEAD_BOX, since="2026-08-01", until="2027-01-31")
    await sign_in(client, HEAD_BOX)

    assert (found["lastYear"]["since"], found["lastYear"]["until"]) == ("2024-08-01", "2025-01-31")
    assert (found["lastYear"]["count"], found["lastYear"]["points"]) == (0, [])
    assert later["lastYear"] == found["curve"]
    assert {row["last_year"] for row in await table(client, "curve")} == {""}


async def test_months_and_ages_are_those_of_the_tables(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database
) -> None:
    found = await drawn(graphql, database, HEAD_BOX)
    await sign_in(client, HEAD_BOX)

    told = [(str(one["month"]), str(one["count"]), str(one["medianSeconds"] or "")) for one in found["months"]]
    assert told == [(row["month"], row["n"], row["median"]) for row in await table(client, "months")]
    december = [one for one, (received, _) in zip(waits(), SCIENCES, strict=True) if received < "2026"]
    assert found["months"][4]["medianSeconds"] == answered_after(december, Fraction(1, 2))
    assert [str(one["letters"]) for one in found["ages"]] == [row["letters"] for row in await table(client, "ages")]
    assert [(one["sinceDays"], one["untilDays"]) for one in found["ages"]][::5] == [(0, 1), (15, None)]
    assert found["ages"][0]["letters"] == sum(wait < DAY and not answered for wait, answered in waits())


async def test_who_the_letters_wait_for_is_every_working_second_of_them(
    client: httpx.AsyncClient, graphql: httpx.AsyncClient, database: Database
) -> None:
    found = (await drawn(graphql, database, HEAD_BOX))["split"]
    page = words_of((await sign_in(client, HEAD_BOX)).text)
    rows = {row["side"]: row for row in await table(client, "waits")}

    assert found == {"ours": sum(wait for wait, _ in waits()), "senders": 0, "otherAgencies": 0}
    assert {side: row["worked"] for side, row in rows.items()} == {
        "ours": f"{found['ours']:.0f}",
        "others": "0",
        "senders": "0",
    }
    assert rows["ours"]["part"] == "1.0"
    assert "Thời gian trả lời chỉ tính phần của cơ quan" in page


async def test_a_provinces_working_seconds_are_more_than_graphql_counts_as_whole_numbers(
    graphql: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as session:
        changed = update(FigureRow).where(FigureRow.month == 202512).values(own_seconds=42_205_433_491)
        assert await session.change(changed) > 0
        await session.change(delete(StaleFigures))
    found = await drawn(graphql, database, CHAIR_BOX, agency=COMMITTEE, below=True)

    assert found["split"]["ours"] > 42_205_433_491


async def test_what_a_table_hides_no_picture_shows(graphql: httpx.AsyncClient, database: Database) -> None:
    from_above = await drawn(graphql, database, CHAIR_BOX, agency=COMMITTEE, below=True)
    of_few = await drawn(graphql, database, CHAIR_BOX, agency=FINANCE)

    [january] = [one for one in from_above["months"] if one["month"] == 202601]
    assert (january["hidden"], january["count"], january["medianSeconds"]) == (True, 0, None)
    assert from_above["curve"]["leftOut"] == [202601]
    assert (of_few["curve"]["points"], of_few["ages"], of_few["split"]["ours"]) == ([], [], 0)


async def test_a_time_that_makes_no_sense_is_told_so(graphql: httpx.AsyncClient, database: Database) -> None:
    for since, until in (("2026-02-01", "2026-01-31"), ("2020-01-01", "2026-01-31"), ("0001-01-01", "9999-12-31")):
        assert (await drawn(graphql, database, HEAD_BOX, since=since, until=until))["code"] == "usage"


async def test_a_picture_of_another_agency_is_refused(graphql: httpx.AsyncClient, database: Database) -> None:
    assert (await drawn(graphql, database, HEAD_BOX, agency=FINANCE))["code"] == "forbidden"
