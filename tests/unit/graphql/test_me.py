import pytest

from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CLERK_BOX, HEAD_BOX


async def test_a_shared_log_in_names_everybody_who_uses_it(ask: Ask) -> None:
    me = (await ask(CLERK_BOX, "Me"))["me"]

    assert me == {
        "login": CLERK_BOX,
        "agency": {"code": "H55.05", "name": "Sở Khoa học và Công nghệ"},
        "headOf": [],
        "mailboxes": [
            {
                "address": CLERK_BOX,
                "kind": "AGENCY",
                "agency": {"code": "H55.05", "name": "Sở Khoa học và Công nghệ"},
            }
        ],
        "people": [
            {"id": "VAN", "name": "Nguyễn Thị Vân", "post": "Văn thư"},
            {"id": "THU", "name": "Trần Văn Thư", "post": "Văn thư"},
        ],
        "roles": ["CLERK", "OFFICIAL"],
    }


@pytest.mark.parametrize("login", [HEAD_BOX, HEAD_BOX.upper()])
async def test_a_head_is_told_of_which_agency(ask: Ask, login: str) -> None:
    me = (await ask(login, "Me"))["me"]

    assert me["headOf"] == [{"code": "H55.05", "name": "Sở Khoa học và Công nghệ"}]
    assert me["roles"] == ["HEAD", "OFFICIAL"]
