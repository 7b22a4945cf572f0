"""What is to be found nowhere once the stories are over: words of marked papers, and whatever lets somebody in.

Stories plant words by `planted`; what browsers and our own files hold is noted as it is seen.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Request, Response

from deploy.demo.people import PASSWORD

SHORTEST = 10  # letters: what is shorter stands somewhere by chance
WEBMAIL_KEY = re.compile(r"congvu_private_key'\] = '([^']+)'")
TELLING_COOKIES = ("congvu", "__Host-congvu", "roundcube_sessid", "roundcube_sessauth")


class Kind(StrEnum):
    MARKED = "words of a marked paper"
    MAIL = "what mail alone may hold"
    PASSWORD = "a password"
    TOKEN = "a token or code of signing in"
    COOKIE = "a session cookie"
    KEY = "a private key"
    SHARED = "a secret shared with another program"


@dataclass(frozen=True, slots=True)
class Canary:
    kind: Kind
    text: str


class Canaries:
    """All of one run."""

    def __init__(self) -> None:
        self._known: dict[Canary, None] = {}

    def __iter__(self) -> Iterator[Canary]:
        return iter(tuple(self._known))

    def add(self, kind: Kind, text: str) -> str:
        """The text again, to be used where it is planted."""
        assert len(text) >= SHORTEST, f"{kind}: too short to be told from chance"
        self._known.setdefault(Canary(kind, text))
        return text

    def watch(self, browser: Browser) -> None:
        """Note what every page of this browser is let in by, from now on."""
        browser.on("context", self._watch_context)

    def add_keys_of(self, folder: Path) -> None:
        """Private keys and shared secrets that stand in files of their own below this folder."""
        for file in folder.rglob("*"):
            if file.suffix in (".jwk", ".key") and file.is_file():
                with suppress(ValueError, KeyError, TypeError):
                    self.add(Kind.KEY, json.loads(file.read_bytes())["d"])
            elif file.name in ("gate.token", "secret") and file.is_file():
                self.add(Kind.SHARED, file.read_text("ascii").strip())
            elif file.name == "webmail.inc.php":
                for key in WEBMAIL_KEY.findall(file.read_text("utf-8")):
                    self.add(Kind.KEY, key)

    def _watch_context(self, context: BrowserContext) -> None:
        context.on("request", self._note_request)
        context.on("response", self._note_response)

    def _note_request(self, request: Request) -> None:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        if scheme == "Bearer":
            self.add(Kind.TOKEN, bearer)
        if request.url.endswith("/session/plugin") and request.post_data:
            with suppress(ValueError, KeyError, TypeError):
                self.add(Kind.TOKEN, json.loads(request.post_data)["token"])

    def _note_response(self, response: Response) -> None:
        if not response.request.is_navigation_request():
            return
        with suppress(Error, CookieError):  # the page may be closed by now
            for line in response.header_values("set-cookie"):
                for name, one in SimpleCookie(line).items():
                    if name in TELLING_COOKIES and len(one.value) >= SHORTEST:
                        self.add(Kind.COOKIE, one.value)


RUN = Canaries()
RUN.add(Kind.PASSWORD, PASSWORD)


def planted(kind: Kind, text: str) -> str:
    """The text again; the end of the run looks for it everywhere. Words are of one kind in all stories."""
    others = {one.kind for one in RUN if one.text == text} - {kind}
    assert not others, f"{kind}: another story plants these words as {', '.join(others)}"
    return RUN.add(kind, text)
