"""The extension in Firefox ESR, set up by managed storage as a policy does: what is marked makes no request."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.extension_package.province import Province
from deploy.demo import samples
from tests.e2e.demo import free_ports, wait_for
from tests.e2e.pages.firefox import Firefox, firefox
from tests.e2e.pages.upload_site import UploadSite

STOPS = "không được gửi qua thư điện tử"
KEPT = "(picker) => document.querySelector(picker).files.length"


@pytest.fixture
def site() -> Iterator[UploadSite]:
    with UploadSite(free_ports().base) as running:
        yield running


@pytest.fixture
def opened(site: UploadSite, tmp_path: Path) -> Iterator[Firefox]:
    province = Province(site.address, ("http://127.0.0.1/*",))
    with firefox(province, site.settings, tmp_path) as running:
        running.go_guarded(site.address)
        yield running


def test_firefox_keeps_a_marked_paper_and_uploads_a_clean_one(
    site: UploadSite, opened: Firefox, tmp_path: Path
) -> None:
    marked, clean = samples.marked_page_header(tmp_path), samples.six_recipients(tmp_path)

    opened.choose("#picker", marked)
    opened.says(STOPS)
    assert opened.evaluate(KEPT, "#picker") == 0
    assert site.received == []

    opened.choose("#picker", clean)
    opened.drop("#drop", clean)
    wait_for(lambda: len(site.received) == 2, "both uploads")
    assert opened.evaluate(KEPT, "#picker") == 1
    assert sorted(how for how, _ in site.received) == ["drop", "picker"]
    assert all(clean.read_bytes() in body for _, body in site.received)


def test_firefox_holds_what_is_chosen_until_the_rest_of_the_guard_can_be_had(
    site: UploadSite, opened: Firefox, tmp_path: Path
) -> None:
    rest = tmp_path / "extension" / "rest.js"
    kept = rest.read_text("utf-8")
    rest.write_text("throw new Error()", "utf-8")

    opened.choose("#picker", samples.six_recipients(tmp_path))
    opened.says("could not be loaded")  # the settings, and their language, come with the rest
    assert opened.evaluate(KEPT, "#picker") == 0

    rest.write_text(kept, "utf-8")
    opened.choose("#picker", samples.marked_page_header(tmp_path))
    opened.says(STOPS)
    assert site.received == []


def test_a_page_that_is_open_while_firefox_updates_the_extension_lets_nothing_marked_pass(
    site: UploadSite, opened: Firefox, tmp_path: Path
) -> None:
    """At first only layer 2 is left, whose line is dead; then the new one's layer 1 stands there."""
    marked = samples.marked_page_header(tmp_path)

    opened.replace_extension()
    opened.choose("#field", marked)
    opened.click("#send")

    def is_held() -> bool:
        opened.choose("#field")  # emptied first: the same file chosen twice is no change, and tells nobody
        opened.choose("#field", marked)
        return bool(opened.evaluate(KEPT, "#field") == 0)

    wait_for(is_held, "the new one takes what is chosen")
    opened.says(STOPS)
    opened.choose("#picker", marked)
    assert opened.evaluate(KEPT, "#picker") == 0
    assert site.received == []
