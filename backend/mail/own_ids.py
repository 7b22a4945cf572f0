"""The Message-ID of an acknowledgement, by which a mail of ours is known wherever it is seen again."""

import re

ACKNOWLEDGED = "acknowledged"  # the kind of the milter's record that one passed: no fact, but what a restore asks for
_ACKNOWLEDGEMENT = re.compile(r"ack\.[^@]+@[^@]+\.congvu")


def acknowledgement_id(agency_code: str, own_id: str) -> str:
    """Of the letter with this id; the same at every attempt."""
    return f"ack.{own_id.lower()}@{agency_code.lower()}.congvu"


def is_acknowledgement(message_id: str | None) -> bool:
    return message_id is not None and _ACKNOWLEDGEMENT.fullmatch(message_id) is not None
