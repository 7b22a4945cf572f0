"""A page that sends files and words in every way a page can, and a server that keeps what arrives, by way."""

import threading
from collections import defaultdict
from pathlib import Path
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

FOLDER = Path(__file__).parent
FILES = ("sending_page.html", "sending_page.js", "sending_worker.js")
LONGEST_MESSAGE_BYTES = 16 * 1024 * 1024


class SendingSite:
    """Listens on loopback; `port` 0 is any that is free."""

    def __init__(self, port: int = 0) -> None:
        self.arrived: dict[str, list[bytes]] = defaultdict(list)
        routes = [
            *(Route(f"/{name}", _file(name)) for name in FILES),
            Route("/take/{way}", self._take, methods=["POST"]),
            WebSocketRoute("/socket/{way}", self._listen),
        ]
        configuration = uvicorn.Config(
            Starlette(routes=routes),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            ws="websockets-sansio",
            ws_max_size=LONGEST_MESSAGE_BYTES,
        )
        self._server = uvicorn.Server(configuration)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.02)
        host, port = self._server.servers[0].sockets[0].getsockname()
        self.address = f"http://{host}:{port}/sending_page.html"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)

    async def _take(self, request: Request) -> Response:
        """A form's parts each count as one; a field that is empty does not."""
        arrived = self.arrived[request.path_params["way"]]
        if "form" in request.headers.get("content-type", ""):
            async with request.form() as form:
                for value in form.values():
                    part = await value.read() if isinstance(value, UploadFile) else value.encode()
                    arrived += [part] if part else []
        else:
            arrived.append(await request.body())
        return Response("taken")

    async def _listen(self, socket: WebSocket) -> None:
        way = socket.path_params["way"]
        await socket.accept()
        while (message := await socket.receive())["type"] == "websocket.receive":
            if message.get("text") == "end":
                await socket.close()
            elif message.get("text") != "begin":
                self.arrived[way].append(message.get("bytes") or (message.get("text") or "").encode())


def _file(name: str) -> FileResponse:
    kind = "text/html" if name.endswith(".html") else "text/javascript"
    return FileResponse(FOLDER / name, media_type=kind)
