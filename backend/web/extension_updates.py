"""`/extension/updates.xml` and `.json`: what browsers ask whether there is a newer extension, and the packed files.

Everything is read from the files themselves, so that no answer names what is not there. Where there is no file, there
is no answer. Source: Chrome, "Self-host for Linux" (gupdate 2.0); Firefox, "Manage updates" (update manifests).
"""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from backend.web.caching import cacheable
from backend.web.packed_extension import Kind, NotAnExtension, PackedExtension, read_packed

XML_PATH, JSON_PATH, FILES_PATH = "/extension/updates.xml", "/extension/updates.json", "/extension/files/{name}"
MEDIA_TYPES = {Kind.CHROME: "application/x-chrome-extension", Kind.FIREFOX: "application/x-xpinstall"}
_State = tuple[int, int]  # of a file: when it was changed, and its size
_logger = logging.getLogger("congvu.extension")


@dataclass(frozen=True, slots=True)
class Offered:
    file: Path
    packed: PackedExtension
    changed_at: datetime


@dataclass(slots=True)
class ExtensionUpdates:
    """`folder`: of packed files, None where the province offers none; a file is read when it is new or changed."""

    folder: Path | None
    public_url: str
    _read: dict[Path, tuple[_State, PackedExtension | None]] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        return [
            Route(XML_PATH, self.for_chrome, methods=["GET"]),
            Route(JSON_PATH, self.for_firefox, methods=["GET"]),
            Route(FILES_PATH, self.file, methods=["GET"]),
        ]

    async def for_chrome(self, request: Request) -> Response:
        newest = await self._newest(Kind.CHROME)
        apps = "".join(self._app(one.packed) for one in newest)
        xmlns = "http://www.google.com/update2/response"
        text = f"<?xml version='1.0' encoding='UTF-8'?>\n<gupdate xmlns='{xmlns}' protocol='2.0'>\n{apps}</gupdate>\n"
        return cacheable(request, Response(text, media_type="application/xml"), _changed_at(newest))

    async def for_firefox(self, request: Request) -> Response:
        newest = await self._newest(Kind.FIREFOX)
        addons = {one.packed.id: {"updates": [self._update(one.packed)]} for one in newest}
        answer = Response(orjson.dumps({"addons": addons}), media_type="application/json")
        return cacheable(request, answer, _changed_at(newest))

    async def file(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = next((one for one in await self._offered() if one.packed.name == name), None)
        if found is None:
            raise HTTPException(404)
        headers = {"ETag": f'"{found.packed.sha256[:32]}"', "Cache-Control": "public, max-age=300"}
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return FileResponse(found.file, media_type=MEDIA_TYPES[found.packed.kind], headers=headers)

    def _app(self, packed: PackedExtension) -> str:
        said = {"codebase": self._link(packed), "version": packed.version, "hash_sha256": packed.sha256}
        if packed.oldest_browser:
            said["prodversionmin"] = packed.oldest_browser
        written = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
        return f"  <app appid={quoteattr(packed.id)}>\n    <updatecheck {written} />\n  </app>\n"

    def _update(self, packed: PackedExtension) -> dict[str, object]:
        oldest = {"applications": {"gecko": {"strict_min_version": packed.oldest_browser}}}
        return {
            "version": packed.version,
            "update_link": self._link(packed),
            "update_hash": f"sha256:{packed.sha256}",
            **(oldest if packed.oldest_browser else {}),
        }

    def _link(self, packed: PackedExtension) -> str:
        return f"{self.public_url.rstrip('/')}{FILES_PATH.format(name=quote(packed.name))}"

    async def _newest(self, kind: Kind) -> list[Offered]:
        """Of each id the newest; in order of ids.

        Raises:
            HTTPException: there is none.
        """
        newest: dict[str, Offered] = {}
        for one in await self._offered():
            known = newest.get(one.packed.id)
            if one.packed.kind is kind and (known is None or known.packed.numbers < one.packed.numbers):
                newest[one.packed.id] = one
        if not newest:
            raise HTTPException(404)
        return [newest[key] for key in sorted(newest)]

    async def _offered(self) -> list[Offered]:
        return await asyncio.to_thread(self._look) if self.folder is not None else []

    def _look(self) -> list[Offered]:
        found = []
        for file in sorted(self.folder.iterdir()) if self.folder and self.folder.is_dir() else []:
            if file.suffix not in list(Kind) or not file.is_file():
                continue
            stat = file.stat()
            packed = self._packed(file, (stat.st_mtime_ns, stat.st_size))
            if packed is not None:
                found.append(Offered(file, packed, datetime.fromtimestamp(stat.st_mtime, UTC)))
        return found

    def _packed(self, file: Path, state: _State) -> PackedExtension | None:
        known = self._read.get(file)
        if known is not None and known[0] == state:
            return known[1]
        packed = None
        try:
            packed = read_packed(file.name, file.read_bytes())
        except NotAnExtension as error:
            _logger.warning("%s is not offered: %s", file.name, error)
        self._read[file] = state, packed
        return packed


def _changed_at(offered: Iterable[Offered]) -> datetime:
    return max(one.changed_at for one in offered)
