"""Story 7: a mark in one cell of a row is seen, talk of secrecy is no mark, and GIẢI MẬT waits for somebody's name.

Every paper gets a number of its own: what is declared or reported of one file says nothing of another.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from sqlite3 import Row

import pytest
from playwright.sync_api import Browser, expect

from deploy.demo.papers.paper import load_paper
from deploy.demo.papers.pdf_paper import write_pdf
from deploy.demo.people import PASSWORD
from tests.e2e.canaries import Kind, planted
from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, COMMUNE, FINANCE, HEAD, OTHER_HEAD, Demo, Reply, wait_for
from tests.e2e.graphql import GraphQL
from tests.e2e.letters import letter
from tests.e2e.pages.declaration import DeclarationPage
from tests.e2e.pages.webmail import Webmail, new_context

AGENCY = "H55.05"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/xac-nhan/[0-9A-Z]{8}(?= )")


def paper(name: str, number: str, folder: Path) -> Path:
    return write_pdf(replace(load_paper(name), number=f"Số: {number}"), folder / f"{name}.pdf")


def files_of(message: EmailMessage) -> list[bytes]:
    return [part.get_content() for part in message.iter_attachments()]


def verdict_of(message: EmailMessage) -> dict[str, str]:
    fields = str(message["Cong-Vu-Verdict"]).split("; ")
    return dict(field.split("=", 1) for field in fields if "=" in field)


def link_in(reply: Reply) -> str:
    found = LINK.search(reply.text.replace("\n", " "))
    assert found is not None
    return found[0]


def declarations_of(demo: Demo, message: EmailMessage) -> list[tuple[str, ...]]:
    """Who declared the files of this letter, by what log-in, why, and which way."""
    rows = demo.rows(
        "select official.name, declaration.login, reason, way from gate_check"
        " join declaration using (fingerprint) join official on official.id = person_id where verdict_id = ?",
        [verdict_of(message)["id"]],
    )
    return [tuple(row) for row in rows]


def gate_checks(demo: Demo, message: EmailMessage) -> list[Row]:
    """What the gate journalled of this letter's files, with what the browser had reported of the same."""
    return demo.rows(
        "select gate_check.*, reported.action as reported_action, reported.state as reported_state,"
        " reported.login as reported_login from gate_check"
        " left join browser_verdict reported on reported.id = partner_id where verdict_id = ?",
        [verdict_of(message)["id"]],
    )


def differing_files(webmail: Webmail, demo: Demo) -> set[str]:
    """What the head of the agency is told was sent from the webmail unseen by its gate, by fingerprint."""
    expect(webmail.open_times().agency).to_be_visible()
    answer = GraphQL(webmail, demo.layout.backend_url).ask("GateDifferences", agency=AGENCY, reason="PLANNED_CHECK")
    return {difference["fingerprint"] for difference in answer["differences"]}


@pytest.fixture
def declaration_page(browser: Browser) -> Iterator[DeclarationPage]:
    """In a browser where nobody has signed in to anything."""
    context = new_context(browser)
    yield DeclarationPage(context.new_page())
    context.close()


def test_a_mark_in_the_left_cell_stops_the_paper_in_the_browser(sign_in: SignIn, tmp_path: Path) -> None:
    compose = sign_in().compose()

    compose.choose(paper("marked_left_cell", planted(Kind.MARKED, "71/SKHCN-VP"), tmp_path))

    expect(compose.stops).to_have_count(1)
    expect(compose.stops).to_contain_text("không được gửi qua thư điện tử")
    expect(compose.attachments).to_have_count(0)
    assert compose.uploads == []


def test_a_mark_in_the_left_cell_is_refused_at_the_mail_server(demo: Demo, tmp_path: Path) -> None:
    marked = paper("marked_left_cell", planted(Kind.MARKED, "72/SKHCN-VP"), tmp_path)

    subject = planted(Kind.MARKED, "Dấu ở ô bên trái")
    reply = demo.submit(letter(CLERK, FINANCE, subject, attachments=[marked]))

    assert (reply.code, reply.text[:6]) == (550, "5.7.1 ")
    assert LINK.search(reply.text) is None
    demo.wait_until_queue_is_empty()
    assert demo.letters(FINANCE, subject) == []


def test_a_decree_that_speaks_of_secrets_passes_both_gates(sign_in: SignIn, demo: Demo, tmp_path: Path) -> None:
    decree = paper("decree", "773/2026/NĐ-CP", tmp_path)
    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.write("Nghị định nói về bí mật nhà nước")
    compose.choose(decree)
    compose.wait_until_attached(1)
    expect(compose.stops).to_have_count(0)
    expect(compose.questions).to_have_count(0)
    compose.send_and_leave()

    assert demo.submit(letter(CLERK, FINANCE, "Nghị định gửi từ máy", attachments=[decree])).code == 250

    for subject in ("Nghị định nói về bí mật nhà nước", "Nghị định gửi từ máy"):
        arrived = demo.wait_for_letter(FINANCE, subject)
        assert verdict_of(arrived)["action"] == "allow"
        assert files_of(arrived) == [decree.read_bytes()]


def test_a_declassified_paper_is_sent_from_the_webmail_once_a_person_gives_her_name(
    sign_in: SignIn, demo: Demo, tmp_path: Path
) -> None:
    declassified = paper("declassified", "74/BC-SKHCN", tmp_path)
    compose = sign_in().compose()
    compose.to(FINANCE)
    compose.write("Báo cáo đã giải mật")
    compose.choose(declassified)
    expect(compose.questions).to_contain_text("GIẢI MẬT")
    assert compose.uploads == []

    compose.send()
    expect(compose.confirmation.people).to_have_count(2)
    compose.confirmation.choose("Trần Văn Thư", "DECLASSIFIED")
    compose.confirmation.confirm()
    compose.page.wait_for_url(lambda url: "_action=compose" not in url)

    arrived = demo.wait_for_letter(FINANCE, "Báo cáo đã giải mật")
    assert verdict_of(arrived)["action"] == "confirm"
    assert files_of(arrived) == [declassified.read_bytes()]
    found = wait_for(lambda: declarations_of(demo, arrived), "the declaration of the file that was sent")
    assert found == [("Trần Văn Thư", CLERK, "declassified", "plugin")]


def test_a_declassified_paper_from_a_desktop_client_is_sent_again_after_a_confirmation_by_name(
    demo: Demo, declaration_page: DeclarationPage, tmp_path: Path
) -> None:
    declassified = paper("declassified", "75/BC-SKHCN", tmp_path)
    message = letter(CLERK, FINANCE, "Báo cáo giải mật từ máy", attachments=[declassified])
    refused = demo.submit(message)
    assert (refused.code, refused.text[:6]) == (550, "5.7.1 ")
    assert refused.text.isascii()
    assert demo.submit(message).code == 550

    declaration_page.open(link_in(refused))
    declaration_page.sign_in(CLERK, PASSWORD)
    expect(declaration_page.people).to_contain_text(["Nguyễn Thị Vân", "Trần Văn Thư"])
    declaration_page.confirm("Nguyễn Thị Vân", "declassified", "declassified")
    expect(declaration_page.done).to_contain_text("gửi lại thư")

    assert demo.submit(message).code == 250
    arrived = demo.wait_for_letter(FINANCE, "Báo cáo giải mật từ máy")
    assert files_of(arrived) == [declassified.read_bytes()]
    found = wait_for(lambda: declarations_of(demo, arrived), "the declaration of the file that was sent")
    assert found == [("Nguyễn Thị Vân", CLERK, "declassified", "page")]
    assert len(demo.letters(FINANCE, "Báo cáo giải mật từ máy")) == 1


def test_a_wrong_password_and_a_strangers_log_in_see_nothing(
    demo: Demo, declaration_page: DeclarationPage, tmp_path: Path
) -> None:
    declassified = paper("declassified", "76/BC-SKHCN", tmp_path)
    message = letter(CLERK, FINANCE, "Báo cáo chưa ai xác nhận", attachments=[declassified])
    link = link_in(demo.submit(message))

    declaration_page.open(link)
    declaration_page.sign_in(CLERK, "sai-mat-khau")
    expect(declaration_page.problem).to_contain_text("mật khẩu không đúng")
    sees_nothing(declaration_page)
    declaration_page.sign_in(OTHER_HEAD, PASSWORD)
    expect(declaration_page.title).to_have_text("Không có gì để xác nhận")
    sees_nothing(declaration_page)

    assert demo.submit(message).code == 550
    assert demo.letters(FINANCE, "Báo cáo chưa ai xác nhận") == []


def sees_nothing(page: DeclarationPage) -> None:
    expect(page.people).to_have_count(0)
    expect(page.content).not_to_contain_text("GIẢI MẬT")
    expect(page.content).not_to_contain_text("Nguyễn Thị Vân")


def test_what_the_webmail_sent_unseen_by_its_gate_is_listed_and_nothing_else(
    sign_in: SignIn, demo: Demo, tmp_path: Path
) -> None:
    unreported = paper("decree", "777/2026/NĐ-CP", tmp_path).rename(tmp_path / "unreported.pdf")
    reported = paper("decree", "778/2026/NĐ-CP", tmp_path)
    compose = sign_in().compose()
    compose.to(COMMUNE)
    compose.write("Gửi qua bộ kiểm tra")
    compose.choose(reported)
    compose.wait_until_attached(1)
    compose.send_and_leave()
    around = letter(
        CLERK,
        COMMUNE,
        "Gửi vòng qua bộ kiểm tra",
        attachments=[unreported],
        headers={"User-Agent": "Roundcube Webmail/1.6.5"},
    )
    assert demo.submit(around).code == 250

    seen, unseen = (demo.wait_for_letter(COMMUNE, f"Gửi {way}qua bộ kiểm tra") for way in ("", "vòng "))
    [joined] = wait_for(
        lambda: [row for row in gate_checks(demo, seen) if row["partner_id"]], "the partner among the browser's reports"
    )
    assert (joined["reported_login"], joined["reported_action"], joined["reported_state"]) == (CLERK, "allow", "none")
    [alone] = wait_for(lambda: gate_checks(demo, unseen), "the gate's word on the other letter")
    differing = differing_files(sign_in(HEAD), demo)
    assert alone["fingerprint"] in differing
    assert joined["fingerprint"] not in differing
