"""The fourteen things that `directory-search` types, and whom each of them means in the made-up province."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.directory.search_entries import AgencyFacts, MailboxFacts, OfficialFacts
from backend.directory.terms import MailboxKind, OfficialRole

Tables = Mapping[str, Sequence[Mapping[str, str]]]
DOMAIN = "thainguyen.gov.vn"


@dataclass(frozen=True, slots=True)
class Typed:
    """`wanted`: addresses one of which has to be among the first five."""

    text: str
    wanted: frozenset[str]


def typed_queries(tables: Tables) -> list[Typed]:
    """Named are people and agencies; who is meant by a name is everybody who bears it."""

    def agency(local_part: str) -> frozenset[str]:
        return frozenset([f"{local_part}@{DOMAIN}"])

    def called(name: str) -> frozenset[str]:
        return frozenset(row["login"] for row in tables["officials"] if row["name"] == name)

    begun = "Lê Minh H"
    so_begun = frozenset(row["login"] for row in tables["officials"] if row["name"].startswith(begun))

    telephone = next(row["phone"] for row in tables["agencies"] if row["name"] == "Sở Y tế")
    return [
        Typed("Nguyễn Văn An", called("Nguyễn Văn An")),
        Typed("nguyen van an", called("Nguyễn Văn An")),
        Typed("an nguyen van", called("Nguyễn Văn An")),
        Typed("nguyne van an", called("Nguyễn Văn An")),  # two letters swapped
        Typed(begun, so_begun),
        Typed("so tttt", agency("sokhcn")),  # initials of the name it had before
        Typed("so ke hoach", agency("sotaichinh")),
        Typed("sở khoa", agency("sokhcn")),
        Typed("vp ubnd", agency("vpubnd")),
        Typed("ubnd phu luong", agency("phuluong")),
        Typed("Điềm Thụy", agency("diemthuy")),  # the directory writes Thuỵ
        Typed("giam doc so y te", agency("giamdoc.soyte")),
        Typed("socongthuong", agency("socongthuong")),
        Typed(telephone, agency("soyte")),
    ]  # fmt: skip


def facts(tables: Tables) -> tuple[list[AgencyFacts], list[MailboxFacts], list[OfficialFacts]]:
    """The province as the index takes it, without a database in between."""
    gone = {row["code"]: row["name"] for row in tables["agencies"] if row["valid_to"]}
    others: dict[str, list[str]] = {}
    for step in tables["successions"]:
        if step["succession"] == "merged":
            others.setdefault(step["successor"], []).append(gone[step["predecessor"]])
    agencies = [
        AgencyFacts(
            row["code"],
            row["name"],
            row["parent"] or None,
            row["reference_prefix"],
            tuple(others.get(row["code"], ())),
            telephone=row["phone"],
        )
        for row in tables["agencies"]
        if row["code"] not in gone
    ]
    mailboxes = [
        MailboxFacts(row["address"], row["agency"], MailboxKind(row["kind"]), row["published"] == "yes")
        for row in tables["mailboxes"]
    ]
    officials = [
        OfficialFacts(
            str(number),
            row["name"],
            row["post"],
            row["agency"],
            row["login"],
            frozenset([OfficialRole(row["role"])]),
            row["phone"],
            row["competent"] == "yes",
        )
        for number, row in enumerate(tables["officials"])
    ]
    return agencies, mailboxes, officials
