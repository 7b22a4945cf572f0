"""What a person reads when the demo is up."""

import unicodedata

from deploy.demo.layout import Layout
from deploy.demo.people import PASSWORD, Account, accounts, agency_names

ROLES = {
    "clerk": "văn thư",
    "head": "thủ trưởng",
    "official": "cán bộ",
    "citizen": "người dân",
    "business": "doanh nghiệp",
}


def show(layout: Layout, first_line: str) -> None:
    names = agency_names()
    people = accounts()
    inside = [account for account in people if account.agency]
    outside = [account for account in people if not account.agency]
    print(f"""
{first_line}

  Webmail of the province   {layout.webmail_url}
  Webmail of citizens       {layout.outside_webmail_url}
  Backend                   {layout.backend_url}   status page: {layout.backend_url}/tra-cuu
  Desktop mail client       SMTP {layout.ports.submission}, IMAP {layout.ports.imap}, no TLS, on 127.0.0.1

  Password of every log-in  {PASSWORD}
""")
    print("  In the webmail of the province:")
    _table(inside, names)
    print("\n  In the webmail of citizens:")
    _table(outside, names)
    print(f"""
  Try it: sign in as sokhcn@thainguyen.gov.vn, write a letter, attach a paper from
  {layout.samples}

  Everything of the demo is in {layout.home}; `make demo-stop` stops it, `make demo-reset` empties it.
""")


def _table(people: list[Account], names: dict[str, str]) -> None:
    width = max(len(account.address) for account in people)
    role_width = max(_columns(ROLES[account.role]) for account in people)
    for account in people:
        role = ROLES[account.role]
        padding = " " * (role_width - _columns(role))
        agency = f" · {names[account.agency]}" if account.agency else ""
        print(f"    {account.address:<{width}}  {role}{padding}  {account.shown}{agency}")


def _columns(text: str) -> int:
    """How wide a terminal shows it: combining marks take no room."""
    return sum(1 for character in text if not unicodedata.combining(character))
