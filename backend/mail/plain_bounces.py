"""Bounces that hold no report part: what mail servers say in their own fixed words.

Only sentences that a known program writes are believed: qmail (the QSBMF format of D. J. Bernstein), Exim, sendmail
before RFC 1894, Postfix, Exchange and Outlook, Gmail, Domino, GroupWise, IMail, MDaemon, CommuniGate Pro, Netscape.
"""

import re
from dataclasses import dataclass

from backend.mail.delivery_status import RecipientStatus, status_code
from backend.mail.message import ADDRESS, addresses

_ADDRESS = ADDRESS.pattern
_LEADING = re.compile(rf"<({_ADDRESS})>(?: \(expanded from <[^>]*>\))?:")
_ALONE = re.compile(
    rf"[ \t]*(?:[*-][ \t]+)?(?:recipient:[ \t]*)?(?:rfc822;[ \t]*|\[smtp:)?['\"<\[]*({_ADDRESS})[>'\"\]]*[ \t]*"
    r"(?:$|[:;,(]|on |\.\.\.)",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"[ \t]*[^<>:\n]{{0,120}}<(?:mailto:)?({_ADDRESS})>", re.IGNORECASE)
_END = re.compile(
    r"[ \t]*(?:-{3,}|_{5,}|={5,}|because:|received:|return-path:|technical details|diagnostic information"
    r"|original message|.*copy of (?:the|your) message)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Opening:
    """After these words a program lists the recipients, each on a line of one of these forms."""

    words: re.Pattern[str]
    lines: tuple[re.Pattern[str], ...]
    action: str = "failed"


def _opening(words: str, *lines: re.Pattern[str], action: str = "failed") -> _Opening:
    return _Opening(re.compile(words.replace(" ", r"\s+"), re.IGNORECASE), lines, action)


_OPENINGS = (
    _opening(r"this is the [^\n]{1,60} program at [^\n]*", _LEADING),
    _opening(r"unable to deliver (?:the |your )?message to the following address(?:\(es\)|es)?", _LEADING, _ALONE),
    _opening(r"the following address(?:\(es\)|es)? failed:", _ALONE),
    _opening(r"the following addresses had (?:permanent|fatal)[^\n]*errors", _ALONE),
    _opening(r"the following addresses had delivery problems", _ALONE),
    _opening(r"the following addresses had transient[^\n]*errors", _ALONE, action="delayed"),
    _opening(r"to which the message has not yet been delivered (?:is|are):", _ALONE, action="delayed"),
    _opening(r"did not reach the following recipient(?:\(s\)|s)?:", _NAMED, _ALONE),
    _opening(r"the following recipient\(s\) could not be reached:", _NAMED, _ALONE),
    _opening(r"delivery has failed to these recipients or (?:distribution lists|groups):", _NAMED, _ALONE),
    _opening(r"delivery to the following recipients? (?:has )?failed(?: permanently)?[.:]", _ALONE),
    _opening(r"delivery to the following recipients? has been delayed[.:]", _ALONE, action="delayed"),
    _opening(r"was not delivered to:", _ALONE),
    _opening(r"had the following undeliverable recipient\(s\):", _ALONE),
    _opening(r"the following (?:destination )?(?:addresses were unknown|recipients? did not receive)[^\n]*", _ALONE),
    _opening(r"could not be delivered to the following recipients?[.:]", _ALONE),
)
# qmail lets each site put its own words first; what it never changes is the line above the copy.
_ABOVE_A_COPY = re.compile(
    r"^--- ?(?:below this line is a copy|original message follows)", re.IGNORECASE | re.MULTILINE
)
_IN_LINE = re.compile(
    rf"^[ \t]*(?:failed to deliver to '|undeliverable +to |unknown user: |delivery failed \d+ attempts: "
    rf"|did not reach the following recipient: |could not deliver mail to "
    rf"|user mailbox exceeds allowed size: |failed (?:recipient|address): "
    rf"|your message (?:wasn['\u2019]t|couldn['\u2019]t be) delivered to )<?({_ADDRESS})",
    re.IGNORECASE | re.MULTILINE,
)
_WARNING_ONLY = re.compile(r"this is a warning (?:message )?only", re.IGNORECASE)


def plain_statuses(text: str, failed_recipients: str = "") -> tuple[RecipientStatus, ...]:
    """The recipients a bounce's own words name. `failed_recipients`: Exim's and Gmail's X-Failed-Recipients field."""
    listed = _listed(text) or _in_line(text)
    said = {status.final: status for status in listed}
    if not failed_recipients:
        return tuple(said.values())
    named = addresses(failed_recipients)
    return tuple(said.get(address, RecipientStatus(address, "failed", None)) for address in named)


def _listed(text: str) -> list[RecipientStatus]:
    found = [(match.end(), opening) for opening in _OPENINGS if (match := opening.words.search(text))]
    late = "delayed" if _WARNING_ONLY.search(text) else None
    for end, opening in sorted(found, key=lambda one: one[0]):
        if listed := _below(text[end:].split("\n")[1:], opening.lines, late or opening.action):
            return listed
    copied = _ABOVE_A_COPY.search(text)
    return _below(text[: copied.start()].split("\n"), (_LEADING,), "failed") if copied else []


def _below(lines: list[str], forms: tuple[re.Pattern[str], ...], action: str) -> list[RecipientStatus]:
    listed: list[tuple[str, list[str]]] = []
    for line in lines:
        if _END.match(line):
            if listed:
                break
            continue
        match = next(filter(None, (form.match(line) for form in forms)), None)
        if match and (not listed or not _is_reason(line, listed)):
            listed.append((match[1].lower(), [line[match.end() :]]))
        elif listed:
            listed[-1][1].append(line)
    return [RecipientStatus(address, action, status_code("\n".join(reason))) for address, reason in listed]


def _is_reason(line: str, listed: list[tuple[str, list[str]]]) -> bool:
    """A line further in than the first recipient's explains; so does one that names the same address again."""
    return any(address in line.lower() for address, _ in listed)


def _in_line(text: str) -> list[RecipientStatus]:
    return [
        RecipientStatus(match[1].lower().rstrip("."), "failed", status_code(_paragraph(text, match.end())))
        for match in _IN_LINE.finditer(text)
    ]


def _paragraph(text: str, start: int) -> str:
    return text[start:].partition("\n\n")[0]
