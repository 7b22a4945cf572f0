"""A published file is fetched over a real connection: by the address that was looked at, under the host's own name."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from backend.gateway.link_fetch import Fetched, LinkFetch
from deploy.demo.layout import LOOPBACK

PAPER = b"%PDF-1.7 " + b"TAI LIEU MAU " * 100_000


class Portal(BaseHTTPRequestHandler):
    """Gives the paper to whoever asks for it under the portal's name."""

    def do_GET(self) -> None:
        named = self.headers["Host"].startswith("localhost:")
        if self.path == "/old":
            self.send_response(301)
            self.send_header("Location", "/qd.pdf")
            self.end_headers()
            return
        self.send_response(200 if named and self.path == "/qd.pdf" else 404)
        self.end_headers()
        self.wfile.write(PAPER)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return


@pytest.fixture
def portal() -> Iterator[str]:
    server = HTTPServer((LOOPBACK, 0), Portal)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


async def test_a_portal_the_province_named_is_read_and_no_other_inside(portal: str) -> None:
    named, nobody = LinkFetch([portal]), LinkFetch([])

    assert await named.sha256(f"http://{portal}/qd.pdf") == Fetched(hashlib.sha256(PAPER).hexdigest())
    assert await named.sha256(f"http://{portal}/old") == Fetched(hashlib.sha256(PAPER).hexdigest())
    assert await named.sha256(f"http://{portal}/other.pdf") == Fetched()
    assert await nobody.sha256(f"http://{portal}/qd.pdf") == Fetched(refused=True)
