"""What a mail program shows of a refusal: one line of ASCII with a reference and a link to what is to be done."""

from collections.abc import Callable

import pytest

from backend.gateway.milter_frames import reply_code
from backend.gateway.milter_protocol import SmtpReply
from backend.gateway.replies import Replies

HERE = "https://thu.thainguyen.gov.vn/"
REFERENCE = "6MDDDHH75D7X"
ALL: dict[str, Callable[[Replies], SmtpReply]] = {
    "dau-mat": lambda say: say.marked(REFERENCE),
    "dau-mat-tu-ngoai": lambda say: say.marked_from_outside(REFERENCE),
    "khong-doc-duoc": lambda say: say.cannot_be_read(REFERENCE),
    "khong-ai-xac-nhan": lambda say: say.nobody_can_confirm(REFERENCE),
    "qua-lon": lambda say: say.too_large(),
    "may-chu-ban": lambda say: say.busy(),
    "chua-co-quy-tac": lambda say: say.no_rules(),
    "chua-kiem-tra-duoc": lambda say: say.not_checked(),
    "chua-hoi-duoc-xac-nhan": lambda say: say.no_answer(),
    "chua-ghi-duoc-nhat-ky": lambda say: say.no_journal(),
}


@pytest.mark.parametrize("why", ALL)
def test_a_reply_leads_to_the_page_that_explains_it(why: str) -> None:
    reply = ALL[why](Replies(HERE))

    assert f" Xem thu.thainguyen.gov.vn, Huong dan, muc {why} | " in reply.text
    assert "/" not in reply.text.removeprefix("5.7.1")  # SOGo would show only what follows
    assert len(reply_code(reply.code, reply.status, reply.text)) < 512


@pytest.mark.parametrize("place", ["https://thư.example", "https://a%20b.example", f"https://{'a' * 460}.example"])
@pytest.mark.parametrize("why", ALL)
def test_an_address_that_has_no_place_in_a_reply_is_left_out_and_the_reply_stands(why: str, place: str) -> None:
    reply = ALL[why](Replies(place))

    assert "Xem" not in reply.text
    assert len(reply_code(reply.code, reply.status, reply.text)) < 512
    assert " | " in reply.text


def test_what_is_to_be_confirmed_leads_there_and_nowhere_else() -> None:
    text = Replies(HERE).to_be_confirmed(REFERENCE, "3NBZ1BW6").text

    assert text.count("https://") == 1
    assert "mo https://thu.thainguyen.gov.vn/xac-nhan/3NBZ1BW6 roi gui lai" in text
