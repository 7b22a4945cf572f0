"""The official address on a day and the feed of changes, asked with committed operations."""

import json
from datetime import date

import httpx
import pytest

from backend.classification.keys import make_key, read_key
from backend.db import Database
from backend.directory.importer import import_files
from backend.settings import Settings
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, NOW, OFFICIAL_BOX, SCIENCE


@pytest.fixture
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("state")
    make_key(folder / "directory.key")
    return Settings(state_dir=folder)


@pytest.fixture
async def entered(database: Database, settings: Settings) -> None:
    box = {"address": CLERK_BOX, "agency": SCIENCE, "kind": "agency", "published": True, "published_from": "2025-03-01"}
    files = {"x.json": json.dumps({"mailboxes": [box]}).encode()}
    async with database.write() as session:
        await import_files(session, files, NOW, read_key(settings.directory_key))


@pytest.mark.usefixtures("entered")
async def test_any_official_may_ask_for_an_address_on_a_day(ask: Ask) -> None:
    on = await ask(OFFICIAL_BOX, "OfficialAddress", code=SCIENCE, on="2025-03-01")
    before = await ask(OFFICIAL_BOX, "OfficialAddress", code=SCIENCE, on="2025-03-01", knownOn="2026-01-04")

    [found] = on["officialAddress"]["addresses"]
    assert (found["address"], found["validFrom"], found["proof"]["holds"]) == (CLERK_BOX, "2025-03-01", True)
    assert before["officialAddress"]["addresses"] == []


@pytest.mark.usefixtures("entered")
async def test_the_feed_shows_what_anybody_may_see(ask: Ask, client: httpx.AsyncClient) -> None:
    feed = (await ask(OFFICIAL_BOX, "DirectoryChanges", after=0))["directoryChanges"]

    published = [one for one in feed["changes"] if one["key"] == CLERK_BOX]
    assert json.loads(published[-1]["after"])["published_from"] == date(2025, 3, 1).isoformat()
    assert OFFICIAL_BOX not in json.dumps(feed)
    assert (await ask(OFFICIAL_BOX, "DirectoryChanges", after=feed["next"]))["directoryChanges"]["changes"] == []
