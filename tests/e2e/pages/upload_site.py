"""A small web page that takes files and words, as pages do that no adapter knows; and the rules it is guarded by.

It stands on loopback, and remembers what it was sent.
"""

import asyncio
import threading
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import uvicorn
from joserfc.jwk import OKPKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from backend.classification.bundle import DEVELOPMENT_KEY, Province, payload_of, sign
from deploy.demo import samples

SCRIPT = """
const say = (text) => { document.querySelector("#log").textContent += text + ";" };
async function upload(files, how) {
  const form = new FormData();
  for (const file of files) form.append("file", file);
  await fetch("/upload?how=" + how, { method: "POST", body: form });
  say(how + " " + files.length);
}
const on = (selector, type, act) => document.querySelector(selector)?.addEventListener(type, act);
on("#picker", "change", (event) => upload(event.target.files, "picker"));
on("#drop", "drop", (event) => { event.preventDefault(); upload(event.dataTransfer.files, "drop") });
on("#editor", "paste", (event) => {
  if (event.clipboardData.files.length) { event.preventDefault(); upload(event.clipboardData.files, "paste") }
});
"""
PAGE = """<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><title>Nộp tệp</title>
<body style="font: 16px/1.5 sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem">
<h1>Nộp tệp</h1>
<p><label>Chọn tệp <input id="picker" type="file" multiple></label></p>
<form id="form" method="post" action="/upload?how=form" enctype="multipart/form-data">
  <p><label>Tệp <input id="field" name="file" type="file"></label></p>
  <p><label>Lời nhắn <textarea id="words" name="words" rows="3" cols="40"></textarea></label></p>
  <button id="send">Gửi</button>
</form>
<div id="drop" style="border: 1px dashed; padding: 1rem">Thả tệp vào đây</div>
<div id="editor" contenteditable="true" style="border: 1px solid; min-height: 3rem"></div>
<output id="log"></output>
%s
<script nonce="own">%s</script>
</body></html>"""
FRAME = '<iframe id="inside" src="/inside" style="width: 100%; height: 12rem"></iframe>'
POLICY = "default-src 'none'; script-src 'nonce-own'; connect-src 'self'; form-action 'self'"


class UploadSite:
    """`received` are the uploads in their order: how each came, and its whole body. With `is_away`, the rules are not
    to be had; `delay_seconds` is how long they take."""

    def __init__(self, port: int) -> None:
        self.key = OKPKey.generate_key("Ed25519", private=True)
        self.received: list[tuple[str, bytes]] = []
        self.bundle_asked = 0
        self.is_away = False
        self.delay_seconds = 0.0
        self.address = f"http://127.0.0.1:{port}"
        self._written = _signed(self.key)
        configuration = uvicorn.Config(self._application(), host="127.0.0.1", port=port, log_level="warning")
        self._server = uvicorn.Server(configuration)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    @property
    def settings(self) -> Mapping[str, Any]:
        """What an official's extension is set to, to guard this page by these rules."""
        return {
            "backend_url": self.address,
            "hosts": ["http://127.0.0.1/*"],
            "trusted_keys": [self.key.as_dict(private=False)],
            "language": "vi",
        }

    def forget(self) -> None:
        self.received.clear()
        self.is_away, self.delay_seconds = False, 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            self._thread.join(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    def _application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._page),
                Route("/inside", self._inside),
                Route("/upload", self._upload, methods=["POST"]),
                Route("/rules/bundle", self._bundle),
            ]
        )

    async def _page(self, request: Request) -> Response:
        strict = "strict" in request.query_params
        headers = {"Content-Security-Policy": POLICY} if strict else {}
        return HTMLResponse(PAGE % ("" if strict else FRAME, SCRIPT), headers=headers)

    async def _inside(self, _: Request) -> Response:
        return HTMLResponse(PAGE % ("", SCRIPT))

    async def _upload(self, request: Request) -> Response:
        self.received.append((request.query_params["how"], await request.body()))
        return PlainTextResponse("taken")

    async def _bundle(self, _: Request) -> Response:
        self.bundle_asked += 1
        await asyncio.sleep(self.delay_seconds)
        if self.is_away:
            return PlainTextResponse("away", status_code=503)
        return Response(self._written, media_type="application/jose", headers={"ETag": '"1"'})


def slow_archive(folder: Path) -> Path:
    """One that is looked at for seconds, its marked paper last."""
    archive = folder / "ho-so.zip"
    clean, marked = samples.meeting_paper(folder), samples.marked_page_header(folder)
    with zipfile.ZipFile(archive, "w") as packed:
        for number in range(1_000):
            packed.write(clean, f"{number}-{clean.name}")
        packed.write(marked, marked.name)
    return archive


def _signed(key: OKPKey) -> str:
    province = Province("thainguyen", "Tỉnh Thái Nguyên", ("thainguyen.gov.vn",))
    moment = datetime.now(UTC)
    return sign(payload_of(version="1", issued_at=moment, province=province, fingerprint_keys=[DEVELOPMENT_KEY]), key)
