"""A web server on loopback for the built scanner and its bare page."""

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

HOST = "webmail.example"  # found at loopback by the browsers of tests and benchmarks
PAGE = "<!DOCTYPE html><title>Soạn thư</title><script type=module src=page.js></script>"


class ScannerSite:
    """`requested` are the paths asked for. With `kept`, browsers may keep the scripts, as their names allow."""

    def __init__(self, built: Path, policy: str, kept: bool = False) -> None:
        self.requested: list[str] = []
        requested = self.requested
        keeping = "max-age=31536000, immutable" if kept else "no-store"

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = self.path.removeprefix("/").partition("?")[0]
                requested.append(path)
                file = built / path
                if path == "":
                    self._answer(HTTPStatus.OK, "text/html", PAGE.encode())
                elif file.is_file() and file.parent == built:
                    self._answer(HTTPStatus.OK, "text/javascript", file.read_bytes())
                else:
                    self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"")

            def _answer(self, status: HTTPStatus, media_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", f"{media_type}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Security-Policy", policy)
                self.send_header("Cache-Control", keeping)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True  # browsers keep connections open
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"http://{HOST}:{self._server.server_address[1]}/"

    def end(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
