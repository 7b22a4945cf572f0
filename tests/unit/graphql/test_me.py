import pytest

from backend.db import Database
from backend.directory.models import RoleAssignment
from tests.unit.graphql.conftest import Ask
from tests.unit.small_province import CHAIR_BOX, CLERK_BOX, HEAD_BOX, OFFICIAL_BOX


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


PROVINCE = [
    "Sở Khoa học và Công nghệ",
    "Sở Tài chính",
    "Ủy ban nhân dân tỉnh Thái Nguyên",
    "Ủy ban nhân dân xã Phú Lương",
]


@pytest.mark.parametrize(
    ("login", "names"),
    [(CLERK_BOX, []), (HEAD_BOX, ["Sở Khoa học và Công nghệ"]), (CHAIR_BOX, PROVINCE), (OFFICIAL_BOX, PROVINCE)],
)
async def test_everybody_is_told_whose_figures_are_theirs_to_see(
    ask: Ask, database: Database, login: str, names: list[str]
) -> None:
    async with database.write() as session:
        session.add(RoleAssignment(official_id="AN", role="auditor", agency_code="H55"))

    me = (await ask(login, "FigureAgencies"))["me"]
    assert [one["name"] for one in me["figuresOf"]] == names
