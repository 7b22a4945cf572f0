"""Files spoilt as files are spoilt: cut off, flipped, overwritten, spliced, repeated, their numbers made huge."""

from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]
MAGIC_BYTES = 600  # a tar is known by its 262nd byte
INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)


def cut_off(data: bytes, random: Random, _others: Sequence[bytes] = ()) -> bytes:
    """Less than the whole, but so much that it still begins like one."""
    return data[: random.randint(min(MAGIC_BYTES, len(data) - 1), len(data) - 1)]


def flip_bits(data: bytes, random: Random, _others: Sequence[bytes] = ()) -> bytes:
    spoilt = bytearray(data)
    for _ in range(random.randint(1, 16)):
        at = random.randrange(len(spoilt))
        spoilt[at] ^= 1 << random.randrange(8)
    return bytes(spoilt)


def overwrite(data: bytes, random: Random, _others: Sequence[bytes] = ()) -> bytes:
    spoilt, size = bytearray(data), random.randint(1, 64)
    at = random.randrange(len(spoilt))
    spoilt[at : at + size] = random.randbytes(size)
    return bytes(spoilt)


def make_a_number_huge(data: bytes, random: Random, _others: Sequence[bytes] = ()) -> bytes:
    spoilt, size = bytearray(data), random.choice((1, 2, 4))
    at = random.randrange(max(len(spoilt) - size, 1))
    number = random.choice(INTERESTING) & ((1 << (8 * size)) - 1)
    spoilt[at : at + size] = number.to_bytes(size, random.choice(("little", "big")))
    return bytes(spoilt)


def drop_a_piece(data: bytes, random: Random, _others: Sequence[bytes] = ()) -> bytes:
    at, size = random.randrange(len(data)), random.randint(1, 200)
    return data[:at] + data[at + size :] or b"\0"


def repeat_a_piece(data: bytes, random: Random, _others: Sequence[bytes] = ()) -> bytes:
    at, size = random.randrange(len(data)), random.randint(1, 500)
    return data[: at + size] + data[at : at + size] * random.randint(1, 20) + data[at + size :]


def splice(data: bytes, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """The head of one file, the tail of another."""
    other = random.choice(others) if others else data
    return data[: random.randint(1, len(data))] + other[random.randrange(len(other)) :]


def put_together(data: bytes, random: Random, others: Sequence[bytes] = ()) -> bytes:
    """Two whole files, one behind the other, perhaps with something between."""
    other = random.choice(others) if others else data
    return data + random.randbytes(random.choice((0, 0, 1, 7, 512))) + other


MUTATIONS: tuple[Mutation, ...] = (
    cut_off,
    flip_bits,
    overwrite,
    make_a_number_huge,
    drop_a_piece,
    repeat_a_piece,
    splice,
    put_together,
)
