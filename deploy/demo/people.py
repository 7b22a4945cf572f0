"""Who has a mailbox in the demo: everyone of the demo province, a citizen and a business outside it."""

import csv
from dataclasses import dataclass
from pathlib import Path

PROVINCE = Path(__file__).parent / "province"
PASSWORD = "mo-hop-thu-demo"  # of every box of the demo; it listens on loopback only

CITIZEN = "congdan@nguoidan.example"
BUSINESS = "ketoan@doanhnghiep.example"
SUPPORT_DESK = "vpubnd@thainguyen.gov.vn"  # where difficulties are told of


@dataclass(frozen=True, slots=True)
class Account:
    """`role` is clerk, official, head, citizen or business; `agency` the code, "" outside the province.

    `shown` says who signs in with it, for the screen only.
    """

    address: str
    password: str
    role: str
    agency: str
    shown: str


def accounts(province: Path = PROVINCE) -> list[Account]:
    """Log-ins of officials first, in the order of officials.csv, then citizen and business."""
    inside: dict[str, list[dict[str, str]]] = {}
    for official in _rows(province / "officials.csv"):
        inside.setdefault(official["login"], []).append(official)
    officials = [
        Account(
            address,
            PASSWORD,
            people[0]["role"],
            people[0]["agency"],
            f"{people[0]['post']}: {', '.join(dict.fromkeys(person['name'] for person in people))}",
        )
        for address, people in inside.items()
    ]
    return [
        *officials,
        Account(CITIZEN, PASSWORD, "citizen", "", "Người dân"),
        Account(BUSINESS, PASSWORD, "business", "", "Kế toán của doanh nghiệp"),
    ]


def mailboxes(province: Path = PROVINCE) -> list[str]:
    """Every address that mail can be delivered to, boxes that nobody of officials.csv signs in to included."""
    published = [row["address"] for row in _rows(province / "mailboxes.csv")]
    return list(dict.fromkeys([*published, CITIZEN, BUSINESS]))


def aliases(province: Path = PROVINCE) -> dict[str, str]:
    """Other addresses of mailboxes, and where mail to them ends."""
    return {row["alias"]: row["address"] for row in _rows(province / "aliases.csv")}


def agency_names(province: Path = PROVINCE) -> dict[str, str]:
    return {row["code"]: row["name"] for row in _rows(province / "agencies.csv")}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
