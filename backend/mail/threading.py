"""Which mail answers which (contract 2, `threads`): by Message-ID, In-Reply-To and References, never by subject.

Every step looks at each mail and each id it names once: time grows with the mailbox, not with its square.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from backend.mail.thread_mail import ThreadMail

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Threads:
    """`mails` in mailbox order, without second copies; `parent` by id; `threads`: ids in mailbox order, the thread of
    the first mail first."""

    mails: tuple[ThreadMail, ...]
    parent: dict[str, str]
    threads: tuple[tuple[str, ...], ...]


def threads_of(mails: Iterable[ThreadMail]) -> Threads:
    known: dict[str, ThreadMail] = {}
    for mail in mails:
        known.setdefault(mail.message_id, mail)
    kept = tuple(known.values())
    return Threads(kept, _parents(known), _connected(kept))


def _parents(known: dict[str, ThreadMail]) -> dict[str, str]:
    found = ((mail.message_id, _parent(mail, known)) for mail in known.values())
    parent = {child: name for child, name in found if name is not None}
    for loop in _loops(parent):
        del parent[min(loop, key=lambda name: (known[name].sent_at or _NEVER, name))]
    return parent


def _parent(mail: ThreadMail, known: dict[str, ThreadMail]) -> str | None:
    """The last id of In-Reply-To that is here, else the last such of References; no mail is its own parent."""
    for names in (mail.in_reply_to, mail.references):
        for name in reversed(names):
            if name in known and name != mail.message_id:
                return name
    return None


def _loops(parent: dict[str, str]) -> list[list[str]]:
    """Each ring of mails that all answer one another. It is opened at its earliest mail, which can answer none of them:
    so the order of the mailbox does not matter."""
    loops: list[list[str]] = []
    walked: dict[str, int] = {}  # id → the walk that came by
    for number, start in enumerate(parent):
        path: list[str] = []
        name: str | None = start
        while name is not None and name not in walked:
            walked[name] = number
            path.append(name)
            name = parent.get(name)
        if name is not None and walked[name] == number:
            loops.append(path[path.index(name) :])
    return loops


def _connected(mails: Sequence[ThreadMail]) -> tuple[tuple[str, ...], ...]:
    """What is connected by any id named, present or not. An id that is only somebody's address ("message from
    <an@example.vn>") connects nothing."""
    leader: dict[str, str] = {}
    authors, present = {mail.author for mail in mails}, {mail.message_id for mail in mails}
    for mail in mails:
        mine = _leader(leader, mail.message_id)
        for name in (*mail.in_reply_to, *mail.references):
            if name in present or name.lower() not in authors:
                theirs = _leader(leader, name)
                leader[theirs] = mine
    threads: dict[str, list[str]] = {}
    for mail in mails:
        threads.setdefault(_leader(leader, mail.message_id), []).append(mail.message_id)
    return tuple(map(tuple, threads.values()))


def _leader(leader: dict[str, str], name: str) -> str:
    """The one id that stands for all connected with this one; the way there is shortened for the next who asks."""
    above = leader.setdefault(name, name)
    while above != name:
        leader[name] = leader[above]
        name, above = above, leader[above]
    return name
