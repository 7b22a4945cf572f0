"""Issue 3, story 1 and 2 for every family of files: marked, it stays; harmless, it goes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.canaries import Kind, planted
from tests.e2e.container_families import MARK, READ_AT_SERVER, READ_IN_BROWSER, TWIN, Family
from tests.e2e.demo import CLERK, FINANCE, Demo
from tests.e2e.letters import letter
from tests.e2e.pages.compose import Compose
from tests.e2e.pages.webmail import SignedIn, Webmail

CANARY = planted(Kind.MARKED, "hoa-cuc-vang")  # in the name of what is marked, and nowhere else


@pytest.fixture(scope="module")
def compose(demo: Demo, signed_in: SignedIn) -> Iterator[Compose]:
    """One letter for the whole file: sixteen harmless papers end up attached to it."""
    page = signed_in.new_page(demo.layout.webmail_url, CLERK)
    yield Webmail(page, demo.layout.webmail_url).compose()
    page.close()


def file_of(folder: Path, name: str, family: Family, words: str) -> Path:
    file = folder / f"{name}.{family.suffix}"
    file.write_bytes(family.write(words))
    return file


@pytest.mark.parametrize("name", READ_IN_BROWSER)
def test_a_marked_file_stays_and_its_harmless_twin_is_attached(
    name: str, compose: Compose, demo: Demo, tmp_path: Path
) -> None:
    family, plain = READ_IN_BROWSER[name], name.replace(" ", "-").replace(".", "-")
    before = len(compose.uploads)

    compose.choose(file_of(tmp_path, f"{CANARY}-{plain}", family, MARK))

    stop = compose.stops.filter(has_text=CANARY)
    expect(stop).to_have_count(1)
    for words in ("không được gửi qua thư điện tử", "Dấu hiệu: ", family.where):
        expect(stop).to_contain_text(words)
    stop.get_by_role("button", name="Đã hiểu").click()
    expect(stop).to_have_count(0)
    assert len(compose.uploads) == before

    compose.choose(file_of(tmp_path, f"thuong-{plain}", family, TWIN))

    expect(compose.attachments.filter(has_text=f"thuong-{plain}.{family.suffix}")).to_have_count(1)
    expect(compose.page.locator("#attachment-list li:is(.uploading, .congvu-held)")).to_have_count(0)
    expect(compose.alerts).to_have_count(0)
    assert len(compose.uploads) == before + 1
    assert compose.traffic.bodies_with(CANARY.encode()) == []
    assert demo.files_that_hold(CANARY) == []


def test_what_only_the_server_reads_waits_for_a_confirmation_by_name(
    demo: Demo, signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in.new_page(demo.layout.webmail_url, CLERK)
    compose = Webmail(page, demo.layout.webmail_url).compose()
    compose.to(FINANCE)

    compose.choose(*(file_of(tmp_path, f"tep-{name}", family, MARK) for name, family in READ_AT_SERVER.items()))

    expect(compose.questions).to_contain_text(f"Cần người xác nhận trước khi gửi: {len(READ_AT_SERVER)} tệp")
    for name, family in READ_AT_SERVER.items():
        expect(compose.questions).to_contain_text(
            f"tep-{name}.{family.suffix}: chưa đọc được nội dung (loại tệp này chưa đọc được)"
        )
    assert compose.uploads == []
    page.close()


def test_a_person_who_confirms_a_file_unseen_is_refused_by_the_server_that_reads_it(
    demo: Demo, signed_in: SignedIn, tmp_path: Path
) -> None:
    page = signed_in.new_page(demo.layout.webmail_url, CLERK)
    compose = Webmail(page, demo.layout.webmail_url).compose()
    compose.to(FINANCE)
    compose.write("Gửi tệp nén lạ")
    compose.choose(file_of(tmp_path, "tep-nen", READ_AT_SERVER["xz"], MARK))
    expect(compose.questions).to_contain_text("tep-nen.xz")

    compose.send()
    compose.confirmation.choose("Trần Văn Thư", "CHECKED_UNREADABLE")
    compose.confirmation.confirm()

    expect(compose.stops).to_contain_text("Máy chủ thư chưa nhận thư này")
    expect(compose.stops).to_contain_text("Thư không được gửi qua thư điện tử")
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, "Gửi tệp nén lạ") == []
    page.close()


@pytest.mark.parametrize("name", READ_AT_SERVER)
def test_what_only_the_server_reads_is_refused_if_marked_and_delivered_if_harmless(
    name: str, demo: Demo, tmp_path: Path
) -> None:
    family, names = READ_AT_SERVER[name], {MARK: f"{CANARY}-{len(name)}", TWIN: "thuong"}
    marked, harmless = (
        demo.submit(
            letter(CLERK, FINANCE, f"Gửi {name} {way}", attachments=[file_of(tmp_path, names[way], family, way)])
        )
        for way in (MARK, TWIN)
    )

    assert (marked.code, marked.text[:6]) == (550, "5.7.1 ")
    assert "/xac-nhan/" not in marked.text  # nobody may confirm it
    assert harmless.code == 250
    demo.wait_for_letter(FINANCE, f"Gửi {name} {TWIN}")
    assert demo.letters(FINANCE, f"Gửi {name} {MARK}") == []
