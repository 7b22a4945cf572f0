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

POLICY = "/etc/chromium/policies/managed/thu-cong-vu.json"


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

{_extension(layout)}
  Everything of the demo is in {layout.home}; `make demo-stop` stops it, `make demo-reset` empties it.
"""


def _extension(layout: Layout) -> str:
    folder = layout.extension
    if not folder.exists():
        return "  The browser extension was not built (npm run build:extension).\n"
    return f"""  The browser extension, for webmails without the plugin such as that of citizens, is in {folder}
    By policy, with its settings (Chromium; other browsers: deploy/policies/README.md), then start the browser:
      sudo install -D -m 644 {folder}/policies/chrome.json {POLICY}
    By hand: chrome://extensions, Developer mode, Load unpacked, {folder}/chrome
      and type what {folder}/policies/chrome.json says under 3rdparty on its options page
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
