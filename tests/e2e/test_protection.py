"""The plugin says once a day that it guards; the agency's head sees it, and nothing of who or where it was."""

import json
import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from deploy.demo import samples
from deploy.demo.people import PASSWORD
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, HEAD, Demo, wait_for

KEPT = "select * from guarding_device where gate = 'plugin'"


def test_the_plugin_reports_once_and_the_head_sees_that_the_agency_is_protected(
    sign_in: SignIn, demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    webmail = sign_in()
    webmail.page.clock.install()
    compose = webmail.compose()
    compose.choose(samples.plain_text(tmp_path))
    compose.wait_until_attached(1)
    compose.page.clock.fast_forward("01:00")  # it says so beside its other duties of every minute
    kept = wait_for(lambda: demo.rows(KEPT), "the report of this browser")[-1]

    assert (kept["gate"], kept["browser"], kept["managed"]) == ("plugin", "chrome", 0)
    assert kept["bundle"] != ""
    assert json.loads(kept["hosts"]) == {"roundcube": []}
    assert not [value for value in tuple(kept) if CLERK in str(value)]

    page = browser.new_page(locale="vi-VN")
    page.goto(f"{demo.layout.backend_url}/bao-ve")
    page.get_by_label("Địa chỉ hộp thư").fill(HEAD)
    page.get_by_label("Mật khẩu hộp thư").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text("1 trong 1 cơ quan")).to_be_visible()
    expect(page.get_by_text(re.compile(r"\d+ tiện ích, [1-9]\d* hộp thư trên web"))).to_be_visible()
    page.close()

    compose.page.clock.fast_forward("05:00")
    assert len(demo.rows(KEPT)) == 1
