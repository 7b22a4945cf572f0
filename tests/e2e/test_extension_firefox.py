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
