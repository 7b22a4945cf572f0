"""A few agencies and officials to be found, and an index of them."""

from backend.directory.search_answer import Asker, answer
from backend.directory.search_entries import AgencyFacts, Findable, MailboxFacts, OfficialFacts, findables
from backend.directory.search_index import SearchIndex
from backend.directory.terms import MailboxKind, OfficialRole

COLLEAGUE = Asker(public=False)
AT_HEALTH = Asker("H55.11", "H55.11", public=False)

AGENCIES = (
    AgencyFacts("H55", "Ủy ban nhân dân tỉnh Thái Nguyên", None, "UBND"),
    AgencyFacts("H55.01", "Văn phòng Ủy ban nhân dân tỉnh", "H55", "VP"),
    AgencyFacts(
        "H55.05",
        "Sở Khoa học và Công nghệ",
        "H55",
        "SKHCN",
        ("Sở Thông tin và Truyền thông",),
        telephone="0208.3855123",
    ),
    AgencyFacts("H55.05.01", "Phòng Chuyển đổi số", "H55.05"),
    AgencyFacts("H55.11", "Sở Y tế", "H55", "SYT"),
    AgencyFacts("H55.11.51", "Trung tâm Y tế Phú Lương", "H55.11"),
    AgencyFacts("H55.40", "Ủy ban nhân dân xã Phú Lương", "H55"),
    AgencyFacts("H55.41", "Ủy ban nhân dân xã Yên Bình", "H55"),
    AgencyFacts("H55.42", "Ủy ban nhân dân xã Bình Yên", "H55"),
    AgencyFacts("H55.43", "Ủy ban nhân dân xã Điềm Thuỵ", "H55"),
    AgencyFacts("H55.44", "Ủy ban nhân dân xã Văn Lang", "H55"),
    AgencyFacts("H55.45", "Ủy ban nhân dân xã Văn Lăng", "H55"),
)
BOXES = {
    "ubnd": "H55", "vpubnd": "H55.01", "sokhcn": "H55.05", "soyte": "H55.11", "ttytphuluong": "H55.11.51",
    "phuluong": "H55.40", "yenbinh": "H55.41", "binhyen": "H55.42", "diemthuy": "H55.43", "vanlang": "H55.44",
    "vanlang.donghy": "H55.45",
}  # fmt: skip
PEOPLE = {
    "annv.sokhcn": ("Nguyễn Văn An", "Chuyên viên", "H55.05.01"),
    "anhnv.soyte": ("Nguyễn Văn Anh", "Chuyên viên", "H55.11"),
    "halt.soyte": ("Lê Thị Hà", "Kế toán", "H55.11"),
    "hantt.phuluong": ("Nông Thị Thu Hạ", "Chuyên viên", "H55.40"),
    "hoabt.yenbinh": ("Bùi Thị Hòa", "Chuyên viên", "H55.41"),
    "andv.soyte": ("Đỗ Văn An", "Bác sĩ", "H55.11"),
}


def address(local_part: str) -> str:
    return f"{local_part}@thainguyen.gov.vn"


def province() -> list[Findable]:
    boxes = [MailboxFacts(address(box), code, MailboxKind.AGENCY, published=True) for box, code in BOXES.items()]
    boxes += [MailboxFacts(address(box), one[2], MailboxKind.PERSONAL, published=False) for box, one in PEOPLE.items()]
    boxes += [
        MailboxFacts(
            address("giamdoc.soyte"), "H55.11", MailboxKind.ROLE, published=True, aliases=("gd@backan.gov.vn",)
        ),
        MailboxFacts(address("nguyenthikim"), "H55.05", MailboxKind.ROLE, published=False),
    ]
    officials = [
        OfficialFacts(box, name, post, agency, address(box), telephone="+84 208 3 712 345" if box[:2] == "ha" else "")
        for box, (name, post, agency) in PEOPLE.items()
    ]
    head = frozenset([OfficialRole.HEAD])
    officials.append(OfficialFacts("head", "Vũ Đức Long", "Giám đốc", "H55.11", address("giamdoc.soyte"), head))
    return list(findables(AGENCIES, boxes, officials))


def local_parts(index: SearchIndex, typed: str, asker: Asker = COLLEAGUE, first: int = 5) -> list[str]:
    return [entry.address.partition("@")[0] for entry in answer(index, typed, asker, first)]
