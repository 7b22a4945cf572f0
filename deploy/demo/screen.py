"""What a person reads when the demo is up."""

import unicodedata
from collections.abc import Iterator

from deploy.demo.layout import LOOPBACK, Layout
from deploy.demo.people import PASSWORD, Account, accounts, agency_names

ROLES = {
    "clerk": "văn thư",
    "head": "thủ trưởng",
    "official": "cán bộ",
    "citizen": "người dân",
    "business": "doanh nghiệp",
}


def show(layout: Layout, first_line: str) -> None:
    print("\n".join(_lines(layout, first_line)))


def _lines(layout: Layout, first_line: str) -> Iterator[str]:
    people = accounts()
    ports = layout.ports
    yield f"""
{first_line}

  Webmail of the province   {layout.webmail_url}
  Webmail of citizens       {layout.outside_webmail_url}
  Backend                   {layout.backend_url}   status page: {layout.backend_url}/tra-cuu
  Desktop mail client       SMTP {ports.submission}, IMAP {ports.imap}, no TLS, on {LOOPBACK}

  Password of every log-in  {PASSWORD}

  In the webmail of the province:"""
    yield from _table([account for account in people if account.agency])
    yield "\n  In the webmail of citizens:"
    yield from _table([account for account in people if not account.agency])
    yield f"""
  Try it: sign in as {people[1].address}, write a letter, attach a paper from
  {layout.samples}

  Everything of the demo is in {layout.home}; `make demo-stop` stops it, `make demo-reset` empties it.
"""


def _table(people: list[Account]) -> Iterator[str]:
    names = agency_names()
    width = max(len(account.address) for account in people)
    role_width = max(_columns(ROLES[account.role]) for account in people)
    for account in people:
        role = ROLES[account.role]
        padding = " " * (role_width - _columns(role))
        agency = f" · {names[account.agency]}" if account.agency else ""
        yield f"    {account.address:<{width}}  {role}{padding}  {account.shown}{agency}"


def _columns(text: str) -> int:
    """How wide a terminal shows it: combining marks take no room."""
    return sum(1 for character in text if not unicodedata.combining(character))
