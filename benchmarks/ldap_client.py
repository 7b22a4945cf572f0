"""As little of an LDAP client (RFC 4511) as searching takes: requests are encoded beforehand, so that what is timed is
the server, the socket and taking addresses out of the answer."""

import socket
from collections.abc import Iterator, Sequence

_SEQUENCE, _SET, _INTEGER, _BOOLEAN, _ENUMERATED, _OCTETS = 0x30, 0x31, 0x02, 0x01, 0x0A, 0x04
_BIND, _SIMPLE = 0x60, 0x80
_SEARCH, _ENTRY, _DONE = 0x63, 0x64, 0x65
_AND, _OR, _SUBSTRINGS, _ANY = 0xA0, 0xA1, 0xA4, 0x81
_SUBTREE, _NEVER = 2, 0


def search_request(base: str, attributes: tuple[str, ...], words: Sequence[str], first: int) -> bytes:
    """`(&(|(attribute=*word*)…)…)` below the base, at most `first` entries, of which only `mail` is wanted.

    Every word in one of the attributes, wherever: as Roundcube's own LDAP address book asks
    (rcube_ldap_generic::fulltext_search_filter, mode 0); what was typed as one word is how SOGo asks.
    """
    found = [_anywhere(attributes, word) for word in words]
    search = b"".join(
        [
            _tlv(_OCTETS, base.encode()),
            _tlv(_ENUMERATED, bytes([_SUBTREE])),
            _tlv(_ENUMERATED, bytes([_NEVER])),
            _tlv(_INTEGER, bytes([first])),
            _tlv(_INTEGER, b"\0"),
            _tlv(_BOOLEAN, b"\0"),
            _tlv(_AND, b"".join(found)) if len(found) > 1 else found[0],
            _tlv(_SEQUENCE, _tlv(_OCTETS, b"mail")),
        ]
    )
    return _tlv(_SEQUENCE, _tlv(_INTEGER, b"\1") + _tlv(_SEARCH, search))


def _anywhere(attributes: tuple[str, ...], word: str) -> bytes:
    pieces = _tlv(_SEQUENCE, _tlv(_ANY, word.encode()))
    return _tlv(_OR, b"".join(_tlv(_SUBSTRINGS, _tlv(_OCTETS, name.encode()) + pieces) for name in attributes))


class LdapClient:
    """One connection, kept."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._read = b""

    def mails(self, request: bytes) -> list[str]:
        """The `mail` of each entry, in the server's order."""
        self._socket.sendall(request)
        found: list[str] = []
        while True:
            operation, content = self._message()
            if operation == _DONE:
                return found
            if operation == _ENTRY:
                found += _values(content)

    def bind(self) -> None:
        """Anonymously, as whoever connects begins."""
        request = _tlv(_INTEGER, b"\3") + _tlv(_OCTETS, b"") + _tlv(_SIMPLE, b"")
        self._socket.sendall(_tlv(_SEQUENCE, _tlv(_INTEGER, b"\1") + _tlv(_BIND, request)))
        self._message()

    def close(self) -> None:
        self._socket.close()

    def _message(self) -> tuple[int, bytes]:
        while (whole := _whole(self._read)) is None:
            received = self._socket.recv(65_536)
            if not received:
                raise ConnectionError("slapd ended")
            self._read += received
        message, self._read = self._read[:whole], self._read[whole:]
        _, content = next(_parts(message))
        (_, _), (operation, body) = list(_parts(content))[:2]
        return operation, body


def _values(entry: bytes) -> Iterator[str]:
    _, (_, attributes) = list(_parts(entry))
    for _, attribute in _parts(attributes):
        _, (_, values) = list(_parts(attribute))
        yield from (value.decode() for _, value in _parts(values))


def _tlv(tag: int, content: bytes) -> bytes:
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place < len(data):
        head, size = _head(data, place)
        yield data[place], data[place + head : place + head + size]
        place += head + size


def _whole(data: bytes) -> int | None:
    """How long the first message is; None while it is not whole."""
    if len(data) < 2 or (data[1] & 0x80 and len(data) < 2 + (data[1] & 0x7F)):
        return None
    head, size = _head(data, 0)
    return head + size if len(data) >= head + size else None


def _head(data: bytes, place: int) -> tuple[int, int]:
    """Lengths of tag and length together, and of the content."""
    first = data[place + 1]
    if not first & 0x80:
        return 2, first
    width = first & 0x7F
    return 2 + width, int.from_bytes(data[place + 2 : place + 2 + width], "big")
