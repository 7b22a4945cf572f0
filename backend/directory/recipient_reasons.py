"""Why an entry of "Nơi nhận" was read as it was: closed sets, each value with a text in both languages
(recipient_reasons.toml)."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files


class EntryState(StrEnum):
    """`RESOLVED`: its matches are meant, and nobody else the directory knows. `ASK`: somebody has to choose; what is
    certain already stands among the matches. `INTERNAL`: nobody is to be mailed. `NOBODY`: nobody is known."""

    RESOLVED = "resolved"
    INTERNAL = "internal"
    ASK = "ask"
    NOBODY = "nobody"


class MatchReason(StrEnum):
    """Why a match is meant."""

    EXACT_NAME = "exact_name"
    FORMER_NAME = "former_name"
    ACRONYM = "acronym"
    WITHOUT_ACCENTS = "without_accents"
    SPELLING = "spelling"
    SHORT_NAME = "short_name"
    GROUP = "group"
    SUCCESSOR = "successor"
    OWN_SURROUNDINGS = "own_surroundings"
    AS_ADDRESSED = "as_addressed"
    REMEMBERED = "remembered"


class AskReason(StrEnum):
    """Why nobody is guessed."""

    SAME_NAME = "same_name"
    CONFUSABLE = "confusable"
    TYPE_MISSING = "type_missing"
    SPLIT = "split"
    LATER = "later"
    PLACE = "place"
    EXCEPTIONS = "exceptions"
    REMEMBERED_GONE = "remembered_gone"


class BlankReason(StrEnum):
    """Why a part of an entry, or all of it, asks for no mail."""

    FILE = "file"
    AS_ABOVE = "as_above"
    ARTICLE = "article"
    OWN_LEADERS = "own_leaders"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"
    UNKNOWN_GROUP = "unknown_group"
    ENDED = "ended"
    NO_MAILBOX = "no_mailbox"


Reason = MatchReason | AskReason | BlankReason


def reason_text(reason: Reason, language: str = "vi") -> str:
    """The text for people; `language`: "vi" or "en"."""
    return _texts()[reason.value][language]


@cache
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("backend.directory").joinpath("recipient_reasons.toml").read_text("utf-8"))
