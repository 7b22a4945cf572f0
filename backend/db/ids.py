"""Identifiers of rows that have no natural key."""

import secrets
import time
from datetime import UTC, datetime

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
ID_LENGTH = 26
_TIME_LETTERS = 10  # hold the milliseconds
_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]  # two digits at once: ids are made by the thousand
_MILLISECOND_BITS, _RANDOM_BITS = 48, 80


def new_id() -> str:
    """A new identifier of 26 characters: the time in milliseconds, then 80 random bits (the ULID layout).

    Identifiers made later sort later, which keeps inserts at one end of an index, and `made_at` reads when that was;
    nothing else relies on the order.
    """
    milliseconds = time.time_ns() // 1_000_000
    return encode((milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS), ID_LENGTH)


def made_at(id_: str) -> datetime:
    """When an identifier of `new_id` was made, to the millisecond, by the clock of the machine that made it."""
    milliseconds = 0
    for letter in id_[:_TIME_LETTERS]:
        milliseconds = milliseconds * len(ALPHABET) + ALPHABET.index(letter)
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def encode(number: int, length: int) -> str:
    """The lowest `length` digits of a number in base 32."""
    pairs = [_PAIRS[(number >> place) & 1023] for place in range(10 * ((length - 1) // 2), -1, -10)]
    return "".join(pairs)[-length:]
