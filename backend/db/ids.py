"""Identifiers of rows that have no natural key."""

import secrets
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: no I, L, O, U
ID_LENGTH = 26
_PAIRS = [high + low for high in ALPHABET for low in ALPHABET]  # two digits at once: ids are made by the thousand
_MILLISECOND_BITS, _RANDOM_BITS = 48, 80


def new_id() -> str:
    """A new identifier of 26 characters: the time in milliseconds, then 80 random bits (the ULID layout).

    Identifiers made later sort later, which keeps inserts at one end of an index; nothing else relies on the order.
    """
    milliseconds = time.time_ns() // 1_000_000
    return encode((milliseconds << _RANDOM_BITS) | secrets.randbits(_RANDOM_BITS), ID_LENGTH)


def encode(number: int, length: int) -> str:
    """The lowest `length` digits of a number in base 32."""
    pairs = [_PAIRS[(number >> place) & 1023] for place in range(10 * ((length - 1) // 2), -1, -10)]
    return "".join(pairs)[-length:]
