"""As little of an HTTP client as measuring a server takes: requests are written beforehand, connections kept."""

import asyncio
import json
import socket
import time
from collections.abc import Mapping, Sequence
from itertools import cycle, islice

_END, _LENGTH = b"\r\n\r\n", b"content-length:"


def post(path: str, bearer: str, body: Mapping[str, object]) -> bytes:
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {bearer}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode("ascii") + content


class HttpClient:
    """One connection, kept."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """The body of the answer, which has to be 200."""
        self._socket.sendall(request)
        read = b""
        while _END not in read or len(read) < _whole(read):
            received = self._socket.recv(65_536)
            if not received:
                raise ConnectionError("the server ended")
            read += received
        return _body(read)

    def close(self) -> None:
        self._socket.close()


async def load(port: int, requests: Sequence[bytes], in_flight: int, seconds: float) -> float:
    """Answers a second with so many connections that each ask again as soon as they are answered."""
    until = time.perf_counter() + seconds
    started = time.perf_counter()
    counts = await asyncio.gather(*(_keep_asking(port, requests, place, until) for place in range(in_flight)))
    return sum(counts) / (time.perf_counter() - started)


async def _keep_asking(port: int, requests: Sequence[bytes], place: int, until: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = 0
    for request in islice(cycle(requests), place, None):
        if time.perf_counter() > until:
            break
        writer.write(request)
        head = await reader.readuntil(_END)
        _body(head + await reader.readexactly(_whole(head) - len(head)))
        answered += 1
    writer.close()
    await writer.wait_closed()
    return answered


def _whole(read: bytes) -> int:
    """How long head and body are together."""
    head = read[: read.index(_END)].lower()
    length = next(line for line in head.split(b"\r\n") if line.startswith(_LENGTH))
    return len(head) + len(_END) + int(length[len(_LENGTH) :])


def _body(read: bytes) -> bytes:
    if not read.startswith(b"HTTP/1.1 200"):
        raise ValueError(read[:200])
    return read[read.index(_END) + len(_END) :]
