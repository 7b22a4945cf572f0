"""`GET /rules/bundle`: the signed rule bundle, checked before it is handed on; browsers and PHP ask with its ETag."""

import hashlib
import logging
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.classification.bundle import Bundle, load_bundle
from backend.classification.keys import read_key
from backend.errors import DomainError
from backend.settings import Settings

MEDIA_TYPE = "application/jose"
_logger = logging.getLogger("congvu.bundle")


@dataclass(frozen=True, slots=True)
class Served:
    bundle: Bundle
    text: str
    etag: str


class BundleFile:
    """The bundle in `settings.bundle`, read again when the file changes.

    A file that is refused, or older than the one served, leaves the one served standing (anti-rollback).
    """

    def __init__(self, settings: Settings) -> None:
        self._file = settings.bundle
        self._key_files = settings.trusted_keys
        self._seen: tuple[int, int, int] | None = None
        self._served: Served | None = None

    def current(self) -> Served | None:
        """The last good bundle, None if there never was one."""
        try:
            status = self._file.stat()
        except OSError:
            return self._served
        seen = (status.st_mtime_ns, status.st_size, status.st_ino)
        if seen != self._seen:
            self._seen = seen
            self._take_over()
        return self._served

    async def serve(self, request: Request) -> Response:
        served = self.current()
        if served is None:
            return JSONResponse({"code": "no_bundle"}, 503)
        headers = {"ETag": served.etag, "Cache-Control": "no-cache"}
        if served.etag in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
            return Response(status_code=304, headers=headers)
        return Response(served.text, media_type=MEDIA_TYPE, headers=headers)

    def _take_over(self) -> None:
        try:
            text = self._file.read_text(encoding="ascii").strip()
            bundle = load_bundle(text, [read_key(file) for file in self._key_files])
        except (OSError, UnicodeDecodeError, DomainError) as error:
            _logger.error("%s is not served: %s", self._file.name, error)
            return
        if not bundle.replaces(self._served.bundle if self._served else None):
            _logger.error("%s is not served: version %s is older than the one served", self._file.name, bundle.version)
            return
        self._served = Served(bundle, text, f'"{hashlib.sha256(text.encode()).hexdigest()}"')
