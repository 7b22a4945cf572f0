"""A province small enough to know by heart, in a database of its own: for tests of the edges."""

from datetime import UTC, datetime

from backend.db import Database
from backend.db.base import Base
from backend.db.migrate import migrate
from backend.directory.models import Agency, LoginMailbox, Mailbox, Official, PrivateAddress, RoleAssignment

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)  # a Monday, 15:00 in Vietnam

COMMITTEE, SCIENCE, FINANCE, COMMUNE = "H55", "H55.05", "H55.07", "H55.40"
CLERK_BOX = "sokhcn@thainguyen.gov.vn"
HEAD_BOX = "giamdoc.sokhcn@thainguyen.gov.vn"
FINANCE_HEAD_BOX = "giamdoc.sotaichinh@thainguyen.gov.vn"
CHAIR_BOX = "chutich@thainguyen.gov.vn"
OFFICIAL_BOX = "an.nguyen@thainguyen.gov.vn"

_AGENCIES = [
    (COMMITTEE, "Ủy ban nhân dân tỉnh Thái Nguyên", "province_committee", None),
    (SCIENCE, "Sở Khoa học và Công nghệ", "department", COMMITTEE),
    (FINANCE, "Sở Tài chính", "department", COMMITTEE),
    (COMMUNE, "Ủy ban nhân dân xã Phú Lương", "commune", COMMITTEE),
]
_MAILBOXES = [
    (CLERK_BOX, SCIENCE, "agency"),
    (HEAD_BOX, SCIENCE, "personal"),
    (OFFICIAL_BOX, SCIENCE, "personal"),
    ("sotaichinh@thainguyen.gov.vn", FINANCE, "agency"),
    (FINANCE_HEAD_BOX, FINANCE, "personal"),
    (CHAIR_BOX, COMMITTEE, "personal"),
]
_OFFICIALS = [
    ("VAN", "Nguyễn Thị Vân", "Văn thư", SCIENCE, "clerk", CLERK_BOX),
    ("THU", "Trần Văn Thư", "Văn thư", SCIENCE, "clerk", CLERK_BOX),
    ("HA", "Lê Minh Hà", "Giám đốc", SCIENCE, "head", HEAD_BOX),
    ("AN", "Nguyễn Văn An", "Chuyên viên", SCIENCE, "official", OFFICIAL_BOX),
    ("TUAN", "Phạm Anh Tuấn", "Giám đốc", FINANCE, "head", FINANCE_HEAD_BOX),
    ("CHU", "Hoàng Văn Chủ", "Chủ tịch", COMMITTEE, "head", CHAIR_BOX),
]


async def built(url: str) -> None:
    """Migrate an empty database and fill it."""
    await migrate(url)
    database = Database(url)
    for rows in _layers():
        async with database.write() as session:
            session.add_all(rows)
    await database.close()


def _layers() -> list[list[Base]]:
    """Rows in an order that foreign keys accept."""
    return [
        [Agency(code=code, name=name, kind=kind, parent=parent) for code, name, kind, parent in _AGENCIES],
        [Mailbox(address=address, agency_code=code, kind=kind, published_at=NOW) for address, code, kind in _MAILBOXES],
        [LoginMailbox(login=address, address=address) for address, _, _ in _MAILBOXES],
        [
            Official(id=key, name=name, post=post, agency_code=code, login=login)
            for key, name, post, code, _, login in _OFFICIALS
        ],
        [RoleAssignment(official_id=key, role=role, agency_code=code) for key, _, _, code, role, _ in _OFFICIALS],
        [PrivateAddress(address="an@thu.example", official_id="AN")],
    ]
