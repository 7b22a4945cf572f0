"""What the compose page loads and when; and a gate that cannot be loaded: nothing leaves, and it can be tried again."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from deploy.demo import samples
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.traffic import Traffic
from tests.e2e.pages.webmail import SignedIn

CANARY = planted(Kind.MARKED, "hoa-phuong-do")
DIST = "/plugins/congvu/dist/"
GATE = "**/congvu-compose.js*"
RULES = "**/congvu-rules.js*"
PANEL = "**/congvu-panel.js*"
LATER = ("congvu-rules", "congvu-panel", "congvu-scanner", "congvu-vi", "congvu-en", "congvu-lit")
POSTED = "_framed=1"  # how Roundcube's form leaves, to be sent or saved
MOST_BYTES = 30_000  # before the first attachment, gzip
MOST_BYTES_OF_LIST = 36_000  # with marks on its rows, whose words come too


@pytest.fixture
def signed_in(browser: Browser) -> Iterator[SignedIn]:
    """A browser of each story's own: nothing that others left waits in it to be told, with what that loads."""
    own = SignedIn(browser)
    yield own
    own.close()


def _loaded(compose: Compose) -> dict[str, int]:
    return _loaded_by(compose.traffic)


def _loaded_by(traffic: Traffic) -> dict[str, int]:
    """Bytes, compressed, of every file of the plugin that the page and its worker asked for."""
    built = Path(__file__).resolve().parents[2] / "webmail-plugin" / "roundcube" / "dist"
    names = {request.url.partition(DIST)[2].partition("?")[0] for request in traffic.to(DIST)}
    return {name: len(gzip.compress((built / name).read_bytes())) for name in names}


def test_until_something_is_to_be_judged_the_page_loads_only_what_stands_at_its_ways_out(
    sign_in: SignIn, tmp_path: Path
) -> None:
    webmail = sign_in()
    webmail.page.wait_for_load_state("networkidle")
    webmail.traffic.forget()  # the list loads marks for its rows
    compose = webmail.compose()
    compose.page.wait_for_load_state("networkidle")

    opened = _loaded(compose)
    assert set(opened) == {"congvu.js", "congvu.css"}
    assert sum(opened.values()) < MOST_BYTES

    compose.choose(samples.plain_text(tmp_path))
    compose.wait_until_attached(1)
    assert {"congvu-compose.js", "congvu-rules.js", "congvu-scanner.js"} <= set(_loaded(compose))
    assert not [name for name in _loaded(compose) if name.startswith(("congvu-tesseract", "congvu-document"))]


def test_what_judges_and_what_speaks_wait_while_words_are_written(sign_in: SignIn) -> None:
    webmail = sign_in()
    webmail.page.wait_for_load_state("networkidle")
    webmail.traffic.forget()
    compose = webmail.compose()
    with compose.page.expect_response("**/graphql"):  # the guard asks who the recipient is
        compose.to("cntt@moet.gov.vn")
    compose.write("Trao đổi công việc", "Kính gửi Sở, xin trao đổi về lịch làm việc tuần này.")
    compose.page.wait_for_load_state("networkidle")

    written = _loaded(compose)
    assert "congvu-compose.js" in written
    assert not [name for name in written if name.startswith(LATER)]
    assert compose.traffic.to("plugin.congvu_bundle") == []
    assert sum(written.values()) < MOST_BYTES


def test_a_letter_without_files_is_judged_and_sent_without_panel_and_worker(sign_in: SignIn, demo: Demo) -> None:
    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.write("Thư không có tệp", "Kính gửi Sở.")
    compose.save_draft()
    expect(compose.page.locator("#messagestack")).to_contain_text("Nháp")

    assert "congvu-rules.js" in _loaded(compose)
    assert not {"congvu-panel.js", "congvu-scanner.js"} & set(_loaded(compose))
    compose.send_and_leave()
    demo.wait_for_letter(FINANCE, "Thư không có tệp")


def test_the_list_loads_little(sign_in: SignIn) -> None:
    webmail = sign_in()
    webmail.page.wait_for_load_state("networkidle")

    assert sum(_loaded_by(webmail.traffic).values()) < MOST_BYTES_OF_LIST


def test_a_gate_that_cannot_be_loaded_lets_nothing_out_and_can_be_tried_again(
    sign_in: SignIn, demo: Demo, tmp_path: Path
) -> None:
    compose = sign_in().compose()
    compose.page.route(GATE, lambda route: route.abort())

    compose.choose(samples.plain_text(tmp_path))

    expect(compose.stops).to_contain_text("Chưa tải được phần kiểm tra trước khi gửi")
    expect(compose.attachments).to_have_count(0)
    compose.to(FINANCE)
    compose.write("Gửi lúc chưa có cổng")
    compose.save_draft()
    compose.send()
    expect(compose.stops).to_have_count(1)
    assert compose.uploads == []
    assert compose.traffic.to(POSTED) == []
    assert demo.letters(CLERK, "Gửi lúc chưa có cổng", "Drafts") == []

    compose.page.unroute(GATE)
    compose.button("Thử lại").click()

    compose.wait_until_attached(1)
    expect(compose.stops).to_have_count(0)
    compose.send_and_leave()


def test_a_marked_body_is_held_while_the_gate_is_still_on_its_way(sign_in: SignIn, demo: Demo) -> None:
    compose = sign_in().compose()
    held: list[Route] = []
    compose.page.route(GATE, lambda route: held.append(route))
    with compose.page.expect_request(GATE):
        compose.to(FINANCE)
    compose.write(f"Thư viết khi mạng chậm {CANARY}", f"Kính gửi Sở,\nTUYỆT MẬT\n{CANARY}")

    compose.save_draft()
    compose.send()

    assert compose.traffic.to(POSTED) == []
    for route in held:
        route.continue_()
    expect(compose.stops.first).to_contain_text("không được gửi")
    assert compose.traffic.to(POSTED) == []
    assert demo.letters(CLERK, "Thư viết khi mạng chậm", "Drafts") == []


def test_rules_that_cannot_be_loaded_let_nothing_out_and_are_tried_again(sign_in: SignIn, demo: Demo) -> None:
    compose = sign_in().compose()
    compose.page.route(RULES, lambda route: route.abort())
    compose.to(FINANCE)
    compose.write("Gửi lúc chưa có bộ quy tắc", "Kính gửi Sở.")
    compose.save_draft()
    expect(compose.page.locator("#messagestack")).to_contain_text("Chưa tải được phần kiểm tra trước khi gửi")
    compose.send()
    expect(compose.page.locator("#messagestack")).to_contain_text("thư chưa gửi và nháp chưa lưu")
    assert compose.traffic.to(POSTED) == []
    assert demo.letters(CLERK, "Gửi lúc chưa có bộ quy tắc", "Drafts") == []

    compose.page.unroute(RULES)
    compose.send_and_leave()


def test_a_marked_file_is_refused_even_where_the_panel_cannot_be_loaded(sign_in: SignIn, tmp_path: Path) -> None:
    compose = sign_in().compose()
    compose.page.route(PANEL, lambda route: route.abort())

    compose.choose(samples.marked_page_header(tmp_path).rename(tmp_path / f"{CANARY}.docx"))

    expect(compose.page.locator("#messagestack")).to_contain_text("nên tệp chưa được đính kèm")
    expect(compose.attachments).to_have_count(0)
    assert compose.uploads == []
