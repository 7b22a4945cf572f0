"""`GET /rules/bundle`: the signed rule bundle, checked before it is handed on; browsers and PHP ask with its ETag.

`GET /rules/candidate`: the proposal that runs in its shadow, for browsers; 204 where there is none.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from backend.classification import last_good
from backend.classification.bundle import Bundle, load_bundle
from backend.classification.candidate import CandidateFile
from backend.classification.keys import read_key
from backend.errors import BundleError, BundleRefusal, DomainError
from backend.settings import Settings

MEDIA_TYPE = "application/jose"
KEPT = "bundle.served.jws"  # in state_dir
_logger = logging.getLogger("congvu.bundle")


@dataclass(frozen=True, slots=True)
class Served:
    bundle: Bundle
    text: str
    etag: str


class BundleFile:
    """The bundle in `settings.bundle`, read again when the file changes.

    A file that is refused, or older than the one served, leaves the one served standing (anti-rollback), over a
    restart too, and is `refused` until the file changes.
    """

    def __init__(self, settings: Settings) -> None:
        self._file = settings.bundle
        self._kept = settings.state_dir / KEPT
        self._key_files = settings.trusted_keys
        self._approvals = settings.rule_approvals
        self._seen: tuple[int, int, int] | None = None
        self._served: Served | None = None
        self._is_begun = False
        self._refused: BundleRefusal | None = None

    @property
    def refused(self) -> BundleRefusal | None:
        """Why the file, as last seen by `current`, is not what is served."""
        return self._refused

    def current(self) -> Served | None:
        """The last good bundle, None if there never was one."""
        if not self._is_begun:
            self._is_begun = True
            self._begin()
        try:
            status = self._file.stat()
        except OSError:
            return self._served
        seen = (status.st_mtime_ns, status.st_size, status.st_ino)
        if seen != self._seen:
            self._seen = seen
            self._take_over()
        return self._served

    def state(self, now: datetime) -> str:
        """`refused`: the file published is not taken (the log says why); the one held, if any, is still served."""
        served = self.current()
        if self._refused is not None:
            return "refused"
        if served is None:
            return "missing"
        return "expired" if served.bundle.is_expired(now) else "ok"

    async def serve(self, request: Request) -> Response:
        served = self.current()
        if served is None:
            return JSONResponse({"code": "no_bundle"}, 503)
        return _answer(request, served.text, served.etag)

    async def serve_candidate(self, request: Request) -> Response:
        served = self.current()
        candidate = self.candidate.current(served.bundle if served else None)
        if candidate is None:
            return Response(status_code=204, headers={"Cache-Control": "no-cache"})
        return _answer(request, candidate.text, _etag(candidate.text))

    @cached_property
    def candidate(self) -> CandidateFile:
        return CandidateFile(self._file, [read_key(key) for key in self._key_files])

    def _begin(self) -> None:
        """With what was served before a restart, if the keys still trust it."""
        try:
            self._served = self._read(self._kept)
        except FileNotFoundError:
            return
        except (OSError, ValueError, DomainError) as error:
            _logger.error("%s is not served any more: %s", self._kept.name, error)

    def _take_over(self) -> None:
        self._refused = None
        try:
            fresh = self._read(self._file)
            if self._served and not fresh.bundle.replaces(self._served.bundle):
                older = f"version {fresh.bundle.version} is older than the one served, {self._served.bundle.version}"
                raise BundleError(older, BundleRefusal.OLDER)
        except (OSError, ValueError, DomainError) as error:
            self._refused = error.reason if isinstance(error, BundleError) else BundleRefusal.MALFORMED
            _logger.error("%s is not served (%s): %s", self._file.name, self._refused, error)
            return
        self._served = fresh
        last_good.keep(self._kept, fresh.text.encode())

    def _read(self, file: Path) -> Served:
        text = file.read_text(encoding="ascii").strip()
        bundle = load_bundle(text, [read_key(key) for key in self._key_files], self._approvals)
        return Served(bundle, text, _etag(text))


def _etag(text: str) -> str:
    return f'"{hashlib.sha256(text.encode()).hexdigest()}"'


def _answer(request: Request, text: str, etag: str) -> Response:
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in (tag.strip() for tag in request.headers.get("if-none-match", "").split(",")):
        return Response(status_code=304, headers=headers)
    return Response(text, media_type=MEDIA_TYPE, headers=headers)
