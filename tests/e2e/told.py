"""What the database tells of one letter."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from tests.e2e.demo import Demo, wait_for

TOLD = (  # of a delivered letter, and by whom
    ("accepted", "postfix"),
    ("checked", "milter"),
    ("in_mailbox", "dovecot"),
    ("in_mailbox", "postfix"),
)


@contextmanager
def mails_are_told(demo: Demo) -> Iterator[None]:
    """Whoever waits in vain for a mail of ours, says what became of the last ones; no subject, no address."""
    try:
        yield
    except AssertionError as error:
        asked = {
            "mails of ours": "select state, outcome, attempts, claimed_at, not_before, settled_at from outbox",
            "decisions": "select withheld_because, decided_at from acknowledgement",
            "facts": "select kind, source, at from fact",
        }
        last = {
            what: [tuple(row) for row in demo.rows(f"{rows} order by rowid desc limit 10")]
            for what, rows in asked.items()
        }
        raise AssertionError(f"{error}; the last: {last}") from error


def id_of(message: EmailMessage) -> str:
    return str(message["Message-ID"]).strip("<>")


# A milter that dies between its record and its answer has noted a letter that the mail server put off: it comes again
# under another queue id, and what was noted of the first has no part in anything.
FACTS = """
SELECT agency_code, kind, source FROM fact WHERE message_id = ?1 AND queue_id IN
    (SELECT queue_id FROM fact WHERE message_id = ?1 AND kind = 'accepted')
"""


def facts_of(demo: Demo, message: EmailMessage) -> list[tuple[str, str, str]]:
    """(agency, kind, source) of every fact about a letter that the mail server took, deliveries included."""
    rows = demo.rows(FACTS, [id_of(message)])
    return sorted((row["agency_code"], row["kind"], row["source"]) for row in rows)


def wait_for_facts(demo: Demo, message: EmailMessage, *agencies: str) -> None:
    """Each of these agencies has each fact of a delivered letter, once; nobody else has any."""
    expected = [(agency, *told) for agency in agencies for told in TOLD]
    wait_for(lambda: len(facts_of(demo, message)) >= len(expected), "the facts of a letter")
    found = facts_of(demo, message)
    assert found == expected, f"{found} instead of {expected}"
