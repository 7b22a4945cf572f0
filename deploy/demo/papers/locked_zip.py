"""Writes a zip archive that asks for a password (APPNOTE 6.1, traditional encryption): Python only reads them."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

_HEADER_BYTES = 12
_KEYS = (0x12345678, 0x23456789, 0x34567890)
_ENCRYPTED, _UTF8 = 0x0001, 0x0800


class _Cipher:
    def __init__(self, password: bytes) -> None:
        self._first, self._second, self._third = _KEYS
        for byte in password:
            self._turn(byte)

    def encrypt(self, plain: bytes) -> Iterator[int]:
        for byte in plain:
            mixed = (self._third | 2) & 0xFFFF
            yield byte ^ ((mixed * (mixed ^ 1)) >> 8 & 0xFF)
            self._turn(byte)

    def _turn(self, byte: int) -> None:
        self._first = _crc(self._first, byte)
        self._second = ((self._second + (self._first & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        self._third = _crc(self._third, self._second >> 24)


def write_locked_zip(file: Path, name: str, content: bytes, password: str) -> Path:
    """One member, stored. The same input gives the same archive."""
    crc = zlib.crc32(content)
    header = bytes(_HEADER_BYTES - 1) + bytes([crc >> 24])  # the last byte lets a reader see a wrong password
    data = bytes(_Cipher(password.encode()).encrypt(header + content))
    member = name.encode()
    flags = _ENCRYPTED | _UTF8
    facts = struct.pack("<HHHHHIIIHH", 20, flags, 0, 0, 0x5A21, crc, len(data), len(content), len(member), 0)
    local = b"PK\x03\x04" + facts + member
    central = b"PK\x01\x02" + struct.pack("<H", 20) + facts + bytes(14) + member
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(data), 0)
    file.write_bytes(local + data + central + end)
    return file


def _crc(crc: int, byte: int) -> int:
    """One step of CRC-32 without the inversions at its ends."""
    return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
