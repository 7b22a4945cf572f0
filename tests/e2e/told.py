"""What the database tells of one letter."""

from email.message import EmailMessage

from tests.e2e.demo import Demo, wait_for

TOLD = (  # of a delivered letter, and by whom
    ("accepted", "postfix"),
    ("checked", "milter"),
    ("in_mailbox", "dovecot"),
    ("in_mailbox", "postfix"),
)


def id_of(message: EmailMessage) -> str:
    return str(message["Message-ID"]).strip("<>")


def facts_of(demo: Demo, message: EmailMessage) -> list[tuple[str, str, str]]:
    """(agency, kind, source) of every fact about a letter, deliveries included."""
    rows = demo.rows("select agency_code, kind, source from fact where message_id = ?", [id_of(message)])
    return sorted((row["agency_code"], row["kind"], row["source"]) for row in rows)


def wait_for_facts(demo: Demo, message: EmailMessage, *agencies: str) -> None:
    """Each of these agencies has each fact of a delivered letter, once; nobody else has any."""
    expected = [(agency, *told) for agency in agencies for told in TOLD]
    wait_for(lambda: len(facts_of(demo, message)) >= len(expected), "the facts of a letter")
    assert facts_of(demo, message) == expected
