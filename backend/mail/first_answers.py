"""The first human answer to each question of a mailbox (contract 2, `threads`). The unanswered are listed too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from backend.mail.automatic import counts_as_reply
from backend.mail.fields import read_header
from backend.mail.thread_mail import ThreadMail
from backend.mail.threading import Threads

IsInside = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    question: ThreadMail
    answer: ThreadMail | None

    def moments(self) -> tuple[datetime, datetime] | None:
        """When it was asked and answered, by Date; None without an answer, and where a clock that was wrong says that
        the answer came first."""
        asked, answered = self.question.sent_at, self.answer.sent_at if self.answer else None
        return (asked, answered) if asked and answered and answered >= asked else None


_Found = tuple[datetime, int, ThreadMail]  # earliest first: by Date, then by place in the mailbox


def first_answers(threads: Threads, is_inside: IsInside | None = None) -> list[FirstAnswer]:
    """In mailbox order. `is_inside` says whether an address belongs to those who are asked; without it the opener of
    every thread asks and everybody else answers."""
    earliest = _earliest_below(threads, is_inside)
    by_id = {mail.message_id: mail for mail in threads.mails}
    found: list[FirstAnswer] = []
    for mail in threads.mails:
        parent = by_id.get(threads.parent.get(mail.message_id, ""))
        if _asks(mail, parent, is_inside):
            others = (one for one in earliest.get(mail.message_id, ()) if one[2].author != mail.author)
            found.append(FirstAnswer(mail, next((one[2] for one in others), None)))
    return found


def _asks(mail: ThreadMail, parent: ThreadMail | None, is_inside: IsInside | None) -> bool:
    if mail.sent_at is None:
        return False
    if is_inside is None:
        return parent is None
    from_outside = not is_inside(mail.author)
    return from_outside and (parent is None or is_inside(parent.author)) and wrote_a_person(mail)


def wrote_a_person(mail: ThreadMail) -> bool:
    return counts_as_reply(read_header(mail.header))


def _earliest_below(threads: Threads, is_inside: IsInside | None) -> dict[str, list[_Found]]:
    """Of each mail, the two earliest human answers below it that different people wrote: one is not the asker's own."""
    below: dict[str, list[_Found]] = {}
    place = {mail.message_id: number for number, mail in enumerate(threads.mails)}
    for name in _deepest_first(threads):
        parent = threads.parent.get(name)
        if parent is None:
            continue
        mail, found = threads.mails[place[name]], below.get(name, [])
        if mail.sent_at and mail.author and (is_inside is None or is_inside(mail.author)) and wrote_a_person(mail):
            found = [*found, (mail.sent_at, place[name], mail)]
        below[parent] = _two_earliest([*below.get(parent, []), *found])
    return below


def _two_earliest(found: list[_Found]) -> list[_Found]:
    found.sort(key=lambda one: one[:2])
    other = (one for one in found if one[2].author != found[0][2].author)
    return [*found[:1], *islice(other, 1)]


def _deepest_first(threads: Threads) -> list[str]:
    """Every mail after all that answer it."""
    children: dict[str, list[str]] = {}
    for child, parent in threads.parent.items():
        children.setdefault(parent, []).append(child)
    order = [mail.message_id for mail in threads.mails if mail.message_id not in threads.parent]
    for name in order:  # grows while it is walked: children follow their parents
        order.extend(children.get(name, []))
    return order[::-1]
