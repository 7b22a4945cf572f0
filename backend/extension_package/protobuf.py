"""The little of Protocol Buffers that a CRX3 header is made of: messages of byte fields (wire type 2)."""

from collections.abc import Iterator

_LENGTH_DELIMITED = 2


def byte_field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | _LENGTH_DELIMITED) + _varint(len(value)) + value


def byte_fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Every field of a message, in its order.

    Raises:
        ValueError: the message is cut off, or holds a field of another wire type.
    """
    at = 0
    while at < len(message):
        key, at = _read_varint(message, at)
        length, at = _read_varint(message, at)
        if key & 7 != _LENGTH_DELIMITED or at + length > len(message):
            raise ValueError("no message of byte fields")
        yield key >> 3, message[at : at + length]
        at += length


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:
            raise ValueError("a number is cut off")
        value |= (message[at] & 0x7F) << shift
        shift += 7
        at += 1
        if not message[at - 1] & 0x80:
            return value, at
