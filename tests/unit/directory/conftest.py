"""A fresh directory and a province in CSV."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from backend.db import Database
from backend.directory.importer import ImportReport, import_files
from tests.unit.directory_key import DIRECTORY_KEY

NOW = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)

AGENCIES = """code,name,kind,parent,former_names,reference_prefix
H55.05,Sở Khoa học và Công nghệ,department,H55,Sở Thông tin và Truyền thông,KHCN
H55,Ủy ban nhân dân tỉnh Thái Nguyên,province_committee,,,
H55.40,Ủy ban nhân dân xã Phú Lương,commune,H55,Ủy ban nhân dân thị trấn Đu; UBND xã Động Đạt,
"""
MAILBOXES = """address,agency,kind,published
sokhcn@thainguyen.gov.vn,H55.05,agency,yes
GiamDoc.sokhcn@thainguyen.gov.vn,H55.05,personal,no
an.nguyen@thainguyen.gov.vn,H55.05,personal,no
tiepdan@thainguyen.gov.vn,H55.05,role,yes
phuluong@thainguyen.gov.vn,H55.40,agency,yes
ttcntt@gmail.com,H55.05,role,yes
"""
OFFICIALS = """name,post,agency,role,login,private_addresses
Nguyễn Thị Vân,Văn thư,H55.05,clerk,sokhcn@thainguyen.gov.vn,
Trần Văn Thư,Văn thư,H55.05,clerk,sokhcn@thainguyen.gov.vn,
Lê Minh Hà,Giám đốc,H55.05,head,giamdoc.sokhcn@thainguyen.gov.vn,Ha.Le@gmail.com; le.ha@thu.example
Nguyễn Văn An,Chuyên viên,H55.05,official,an.nguyen@thainguyen.gov.vn,an@thu.example
Hoàng Thị Bình,Phó Chủ tịch,H55.40,official,,binh@thu.example
"""
BUSINESSES = """address,name,agency
@doanhnghiep.example,Công ty Mẫu,H55.05
"""
WEEKS = """agency,valid_from,hours,source
H55.40,2026-01-01,mon-sat 07:00-11:00,Quyết định 12/QĐ-UBND
"""
PROVINCE = {
    "agencies.csv": AGENCIES,
    "mailboxes.csv": MAILBOXES,
    "officials.csv": OFFICIALS,
    "businesses.csv": BUSINESSES,
    "weeks.csv": WEEKS,
}


@pytest.fixture(autouse=True)
def state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands keep the key that signs the directory here."""
    monkeypatch.setenv("CONGVU_STATE_DIR", str(tmp_path))


@pytest.fixture
def url(empty_url: str) -> str:
    return empty_url


async def take_over(database: Database, files: dict[str, str], now: datetime = NOW) -> ImportReport:
    async with database.write() as session:
        return await import_files(session, {name: text.encode() for name, text in files.items()}, now, DIRECTORY_KEY)


@pytest.fixture
async def province(database: Database) -> Database:
    await take_over(database, PROVINCE)
    return database
