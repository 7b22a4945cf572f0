"""Recipients blocks of a made-up province, as papers write them, with what each entry means.

The truth comes from the province, never from the resolver: who is named; who stands in for them today; that a text
which fits two communes has to be asked about, and that another province's agency is nobody's here.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from backend.directory.recipients import Heir, NamedAgency
from backend.directory.terms import RecipientEntry
from backend.load.offices import Office, Predecessor, Province, province
from tests.corpus.typing_noise import CLEAN, Noise, draw, unaccented

TODAY = date(2026, 11, 27)
OLD_PAPERS_IN_100 = 15
PURPOSES = ["", "", "", " (để b/c)", " (b/c)", " (để t/h)", " (để phối hợp)", " (để đăng tải)", " (để biết)"]
SHORT = {
    "Sở Khoa học và Công nghệ": ["Sở KH&CN", "Sở KHCN", "SKHCN"],
    "Sở Tài chính": ["Sở TC", "STC"],
    "Sở Nội vụ": ["Sở NV"],
    "Sở Nông nghiệp và Môi trường": ["Sở NN&MT", "Sở Nông nghiệp & Môi trường", "Sở NNMT"],
    "Sở Giáo dục và Đào tạo": ["Sở GD&ĐT", "Sở GDĐT", "Sở Giáo dục & Đào tạo"],
    "Sở Văn hóa, Thể thao và Du lịch": ["Sở VHTT&DL", "Sở VH, TT&DL", "Sở VHTTDL"],
    "Sở Y tế": ["Sở YT", "SYT"],
    "Sở Xây dựng": ["Sở XD"],
    "Văn phòng Ủy ban nhân dân tỉnh": ["VP UBND tỉnh", "VPUBND tỉnh", "VP UBND tỉnh: LĐVP, KGVX",
                                       "Văn phòng UBND tỉnh"],
    "Ủy ban nhân dân tỉnh Thái Nguyên": ["UBND tỉnh", "Chủ tịch, các PCT UBND tỉnh", "CT, các PCT UBND tỉnh",
                                         "Thường trực UBND tỉnh", "Uỷ ban nhân dân tỉnh"],
    "Ban Quản lý các khu công nghiệp tỉnh": ["BQL các KCN tỉnh", "BQL các KCN"],
    "Sở Thông tin và Truyền thông": ["Sở TT&TT", "Sở TTTT"],
    "Sở Lao động - Thương binh và Xã hội": ["Sở LĐ-TB&XH", "Sở LĐTBXH"],
    "Sở Kế hoạch và Đầu tư": ["Sở KH&ĐT"],
    "Sở Tài nguyên và Môi trường": ["Sở TN&MT"],
    "Sở Nông nghiệp và Phát triển nông thôn": ["Sở NN&PTNT", "Sở Nông nghiệp và PTNT"],
    "Sở Giao thông vận tải": ["Sở GTVT"],
}  # fmt: skip
OTHERS = ["Bắc Ninh", "Lào Cai", "Tuyên Quang", "Lạng Sơn", "Cao Bằng", "Phú Thọ", "Hà Nội", "Thái Bình"]
CENTRE = [
    "Bộ Y tế", "Bộ Khoa học và Công nghệ", "Văn phòng Chính phủ", "VPCP", "Thủ tướng Chính phủ", "Bộ trưởng",
    "Các bộ, cơ quan ngang bộ", "UBND các tỉnh, thành phố trực thuộc trung ương",
    "HĐND, UBND các tỉnh, thành phố trực thuộc TW",
    "Sở Y tế các tỉnh, thành phố", "Cục Kiểm tra văn bản (Bộ Tư pháp)",
    "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
]  # fmt: skip
UNKNOWN = [
    "Hội Làm vườn tỉnh", "Báo Thái Nguyên", "Công ty Cổ phần Nước sạch", "Ông Nguyễn Văn An", "Tỉnh Đoàn",
    "Kho bạc Nhà nước", "Đài Phát thanh và Truyền hình", "Viễn thông Thái Nguyên", "Ban Chỉ đạo chuyển đổi số",
    "Trưởng ban Kinh tế - Ngân sách",
]  # fmt: skip
INTERNAL = [
    "Như trên", "Như Điều 3", "Như Điều 2", "Như Kính gửi", "Lưu: VT", "Lưu: VT, KGVX", "Lưu VT, HS",
    "Lưu: VT, TH (2b)", "LĐVP", "Lãnh đạo Sở", "CT, các PCT", "Như khoản 2 Điều 3",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Truth:
    """`state`: what the entry should come to; `codes`: who is meant, or who must be among the candidates; `may_ask`:
    the text no longer tells like names apart for certain, so that asking is as right as finding."""

    state: str
    codes: frozenset[str] = frozenset()
    may_ask: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    text: str
    truth: Truth
    noise: str
    kind: str


@dataclass(frozen=True, slots=True)
class Block:
    issued_on: date
    sender: str
    entries: tuple[Entry, ...]


@dataclass(slots=True)
class Made:
    """The province by what entries need of it."""

    province: Province
    departments: list[Office] = field(default_factory=list)
    communes: list[Office] = field(default_factory=list)
    bodies: list[Office] = field(default_factory=list)
    bare: Mapping[str, set[str]] = field(default_factory=dict)
    names: Mapping[str, set[str]] = field(default_factory=dict)


def made() -> Made:
    whole = province()
    boxed = [office for office in whole.offices if office.short]
    bare, names = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for office in whole.offices:
        bare[unaccented(office.name).lower()].add(office.code)
        names[office.name.lower()].add(office.code)
    return Made(
        whole,
        departments=[one for one in boxed if one.parent == "H55" and "committee" not in one.kind],
        communes=[one for one in boxed if one.kind in ("commune_committee", "ward_committee")],
        bodies=[
            one
            for one in boxed
            if "committee" not in one.kind and one.parent != "H55" and len(names[one.name.lower()]) == 1
        ],
        bare=bare,
        names=names,
    )  # fmt: skip


def known() -> list[NamedAgency]:
    """The directory of the made-up province, with those that are no more; who has several heirs was divided."""
    whole = province()
    standing = [
        NamedAgency(
            code=one.code,
            name=one.name,
            parent=one.parent,
            address=f"{one.short}@thainguyen.gov.vn" if one.short else None,
            symbol=one.symbol[:10],
        )
        for one in whole.offices
    ]
    gone = [
        NamedAgency(
            code=one.code,
            name=one.name,
            parent=one.parent,
            valid_to=one.valid_to,
            heirs=tuple(Heir(heir, "split" if len(one.heirs) > 1 else "merged") for heir in one.heirs),
        )
        for one in whole.predecessors
    ]
    return [*standing, *gone]


class Judged(StrEnum):
    """`WRONG`: an address is offered as certain that the entry does not mean. `ASKED`: a broken name was asked about,
    the right one among the candidates."""

    RIGHT = "right"
    ASKED = "asked"
    MISSED = "missed"
    WRONG = "wrong"


def judge(entry: Entry, answer: RecipientEntry) -> Judged:
    truth = entry.truth
    codes = {one.agency_code for one in answer.matches}
    candidates = codes | {one.agency_code for question in answer.questions for one in question.candidates}
    if codes - truth.codes:
        return Judged.WRONG
    if truth.state == "resolved":
        if answer.state == "resolved" and codes == truth.codes:
            return Judged.RIGHT
        return Judged.ASKED if truth.may_ask and answer.state == "ask" and truth.codes <= candidates else Judged.MISSED
    if answer.state != truth.state or (truth.state == "ask" and not truth.codes <= candidates):
        return Judged.MISSED
    return Judged.RIGHT


def blocks(seed: int, count: int, whole: Made) -> Iterator[Block]:
    chance = random.Random(seed)
    for _ in range(count):
        old = chance.randrange(100) < OLD_PAPERS_IN_100
        issued_on = (date(2024, 1, 8) if old else date(2026, 1, 5)) + timedelta(days=chance.randrange(300))
        sender = chance.choice([*whole.departments, *whole.communes]).code
        drawn = [_entry(whole, chance, issued_on, sender) for _ in range(chance.randrange(4, 13))]
        yield Block(issued_on, sender, tuple(drawn))


def _entry(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Entry:
    kinds, weights = zip(*_KINDS.items(), strict=True)
    while True:
        make = chance.choices(kinds, weights)[0]
        drawn = make(whole, chance, issued_on, sender)
        if drawn is None:
            continue
        text, truth = drawn
        noise = draw(chance)
        noisy = noise.make(text, chance)
        if _says_another(whole, text, noisy):
            continue  # the paper now names that one
        return Entry(_dressed(noisy, chance), _after(noise, whole, text, truth), noise.name, make.__name__[1:])


def _dressed(text: str, chance: random.Random) -> str:
    begin = chance.choice(["", "- ", "-", "\u2013 ", "+ ", "* "])
    return begin + text + chance.choice(["", ";", ".", " ;", "./.", ",", ";  "])


def _says_another(whole: Made, text: str, noisy: str) -> bool:
    before, after = (_long(one).lower() for one in (text, noisy))
    return before != after and after in whole.names and whole.names.get(before) != whole.names[after]


def _long(text: str) -> str:
    return text.replace("UBND", "Ủy ban nhân dân")


def _after(noise: Noise, whole: Made, text: str, truth: Truth) -> Truth:
    """What the noise leaves of the truth: names that only accents tell apart are asked about without them."""
    if noise is CLEAN or truth.state != "resolved":
        return Truth(truth.state, truth.codes, noise.changes_letters)
    if noise.name == "without accents":
        like = {code for one in truth.codes for code in _twins(whole, one)}
        return Truth("ask", truth.codes) if like - truth.codes else truth
    return Truth(truth.state, truth.codes, noise.changes_letters)


def _twins(whole: Made, code: str) -> set[str]:
    name = next((office.name for office in whole.province.offices if office.code == code), "")
    return whole.bare.get(unaccented(name).lower(), set())


Drawn = tuple[str, Truth] | None


def _one(code: str) -> Truth:
    return Truth("resolved", frozenset([code]))


def _department(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    top = whole.province.offices[0]
    office = chance.choice([*whole.departments, top])
    written = chance.choice([office.name, office.name, *SHORT.get(office.name, [])])
    if written == office.name and office is not top and "tỉnh" not in written and chance.random() < 0.3:
        written += chance.choice([" tỉnh", " tỉnh Thái Nguyên", " Thái Nguyên"])
    if written == office.name and chance.random() < 0.2:
        written = chance.choice(["Giám đốc ", "Lãnh đạo ", "Đ/c Giám đốc "]) + written
    return written + chance.choice(PURPOSES), _one(office.code)


def _commune(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    office = chance.choice(whole.communes)
    name = office.name.replace(
        "Ủy ban nhân dân", chance.choice(["UBND", "UBND", "UBND", "Uỷ ban nhân dân", "Ủy ban nhân dân"])
    )
    before = chance.choice(["", "", "", "Chủ tịch ", "Đ/c Chủ tịch "])
    after = chance.choice(["", "", "", " tỉnh Thái Nguyên", ", tỉnh Thái Nguyên", " (tỉnh Thái Nguyên)"])
    return before + name + after + chance.choice(PURPOSES), _one(office.code)


def _commune_without_kind(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    office = chance.choice(whole.communes)
    own = office.name.removeprefix("Ủy ban nhân dân ").split(" ", 1)[1]
    if own in ("Bắc Kạn",):
        return None  # also a province that was
    return f"UBND {own}", Truth("ask", frozenset([office.code]))


def _wrong_commune_kind(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    office = chance.choice(whole.communes)
    tier, own = office.name.removeprefix("Ủy ban nhân dân ").split(" ", 1)
    return f"UBND {'xã' if tier == 'phường' else 'phường'} {own}", Truth("ask", frozenset([office.code]))


def _body(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    office = chance.choice(whole.bodies)
    name = office.name
    for long, short in (("Trung tâm Y tế", "TTYT"), ("Trung học phổ thông", "THPT"), ("Trung học cơ sở", "THCS")):
        if chance.random() < 0.5:
            name = name.replace(long, short)
    return name + chance.choice(PURPOSES), _one(office.code)


def _departments(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    offices = chance.sample([one for one in whole.departments if one.name.startswith("Sở ")], chance.randrange(2, 5))
    own = [one.name.removeprefix("Sở ") for one in offices]
    if any("," in name for name in own):
        return None
    truth = Truth("resolved", frozenset(one.code for one in offices))
    forms = [
        "Các Sở: " + ", ".join(own),
        "Các sở " + ", ".join(own[:-1]) + " và " + own[-1],
        "Sở " + ", Sở ".join(own),
        "Sở " + "; Sở ".join(own),
        "Sở " + ", ".join(own),
    ]
    return chance.choice(forms) + chance.choice(PURPOSES), truth


def _communes(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    offices = chance.sample(whole.communes, chance.randrange(2, 5))
    said = [one.name.removeprefix("Ủy ban nhân dân ") for one in offices]
    own = [one.split(" ", 1)[1] for one in said]
    tiers = {one.split(" ", 1)[0] for one in said}
    forms = ["UBND các " + ", ".join(sorted(tiers)) + ": " + ", ".join(own), "UBND " + ", UBND ".join(said)]
    return chance.choice(forms), Truth("resolved", frozenset(one.code for one in offices))


def _tiers(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    office = chance.choice(whole.communes)
    said = office.name.removeprefix("Ủy ban nhân dân ")
    before = chance.choice(["HĐND, UBND", "Đảng ủy, HĐND, UBND", "TT HĐND, UBND", "Thường trực Đảng uỷ, UBND"])
    return f"{before} {said}", _one(office.code)


def _leaders_of_the_province(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    forms = ["TT Tỉnh uỷ, TT HĐND, UBND tỉnh", "Thường trực: Tỉnh ủy, HĐND, UBND tỉnh", "TT.TU, TT.HĐND, UBND tỉnh"]
    return chance.choice(forms) + chance.choice(PURPOSES), _one("H55")


def _groups(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    communes = frozenset(one.code for one in whole.communes)
    departments = frozenset(one.code for one in whole.departments)
    wards = frozenset(one.code for one in whole.communes if " phường " in one.name)
    forms = [
        ("UBND các xã, phường", communes),
        ("UBND các phường, xã trên địa bàn tỉnh", communes),
        ("UBND 92 xã, phường", communes),
        ("Đảng uỷ, HĐND, UBND các xã, phường", communes),
        ("Chủ tịch UBND các xã, phường", communes),
        ("UBND cấp xã", communes),
        ("UBND các phường", wards),
        ("UBND các xã", communes - wards),
        ("Các sở, ban, ngành", departments),
        ("Các sở, ban, ngành của tỉnh", departments),
        ("Các Sở, ban, ngành, đoàn thể tỉnh", departments),
        ("Các sở, ban, ngành; UBND các xã, phường", departments | communes),
        ("Thủ trưởng các sở, ban, ngành", departments),
    ]
    text, codes = chance.choice(forms)
    if text == "UBND cấp xã":
        text = "UBND các xã, phường thuộc tỉnh"
    return text + chance.choice(PURPOSES[:5]), Truth("resolved", codes)


def _own_units(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    below = frozenset(one.code for one in whole.province.offices if one.parent == sender and one.short)
    if not below:
        return None
    return chance.choice(["Các đơn vị trực thuộc", "Các phòng, ban, đơn vị trực thuộc", "Các đơn vị thuộc Sở"]), Truth(
        "resolved", below
    )


def _predecessor(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    gone: Predecessor = chance.choice(whole.province.predecessors)
    written = chance.choice([gone.name, *SHORT.get(gone.name, [])])
    written = written.replace("Ủy ban nhân dân", chance.choice(["UBND", "Ủy ban nhân dân"]))
    if len(gone.heirs) > 1:
        return written, Truth("ask", frozenset(gone.heirs))
    return written, _one(gone.heirs[0])


def _elsewhere(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    other = chance.choice(OTHERS)
    office = chance.choice(whole.communes)
    forms = [
        f"UBND tỉnh {other}",
        f"Sở Y tế tỉnh {other}",
        office.name.replace("Ủy ban nhân dân", "UBND") + f", tỉnh {other}",
        office.name + f" (tỉnh {other})",
        office.name.replace("Ủy ban nhân dân", "UBND") + f", {other}",
        *chance.sample(CENTRE, 3),
    ]
    return chance.choice(forms) + chance.choice(PURPOSES), Truth("nobody")


def _unknown(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    return chance.choice(UNKNOWN) + chance.choice(PURPOSES), Truth("nobody")


def _internal(whole: Made, chance: random.Random, issued_on: date, sender: str) -> Drawn:
    return chance.choice(INTERNAL), Truth("internal")


_KINDS: dict[Callable[[Made, random.Random, date, str], Drawn], int] = {
    _department: 20,
    _commune: 20,
    _commune_without_kind: 2,
    _wrong_commune_kind: 1,
    _body: 8,
    _departments: 6,
    _communes: 4,
    _tiers: 4,
    _leaders_of_the_province: 3,
    _groups: 8,
    _own_units: 2,
    _predecessor: 6,
    _elsewhere: 5,
    _unknown: 3,
    _internal: 14,
}
