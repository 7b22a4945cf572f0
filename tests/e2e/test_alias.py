"""A citizen writes to the address the agency had before two provinces became one: the letter waits at the mailbox like
any other and is acknowledged from there. Who writes to such an address writes to the agency."""

from playwright.sync_api import expect

from tests.e2e.conftest import SignIn
from tests.e2e.demo import CLERK, COMMUNE, Demo, wait_for
from tests.e2e.letters import letter
from tests.e2e.pages.letter_panel import LetterPanel
from tests.e2e.test_citizen_letter import correspondences, somebody, wait_for_acknowledgement

ALIAS, COMMUNE_ALIAS = "sokhcn@backan.gov.vn", "phuluong@backan.gov.vn"


def test_a_letter_to_an_alias_is_the_mailboxs(demo: Demo, sign_in: SignIn) -> None:
    wait_for(lambda: ALIAS in (demo.layout.state / "gate.json").read_text("utf-8"), "the alias in gate.json")
    sender, subject = somebody(), "Hỏi về địa chỉ cũ"
    message = letter(sender, ALIAS, subject)
    assert demo.arrive(message).code == 250

    acknowledged = wait_for_acknowledgement(demo, message)
    assert CLERK in str(acknowledged["From"])
    assert correspondences(demo, sender) == 1
    [kept] = demo.rows(
        "select c.mailbox from correspondence c join correspondent p on p.id = c.correspondent_id where p.address = ?",
        [sender],
    )
    assert kept["mailbox"] == CLERK

    panel = LetterPanel(sign_in().read(subject).page)
    expect(panel.root).to_contain_text("Việc cần làm: trả lời người gửi")


def test_an_alias_counts_as_official_while_a_letter_is_written(demo: Demo, sign_in: SignIn) -> None:
    compose = sign_in().compose()
    compose.to(COMMUNE_ALIAS)
    compose.write("Gửi theo địa chỉ cũ")
    compose.send_and_leave()

    demo.wait_for_letter(COMMUNE, "Gửi theo địa chỉ cũ")
    sent = [one for one in demo.journal() if COMMUNE_ALIAS in one.get("recipients", ())]
    assert [one["direction"] for one in sent] == ["submission"]
