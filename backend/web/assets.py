"""The files our pages need, served under a version so that browsers may keep them.

The dashboard's script is built (backend/web/dashboard); where it was not, its page is whole without it.
"""

import hashlib
from functools import cache
from importlib.resources import files

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_PARTS = {"congvu.css": ("colours.css", "congvu.css")}  # the extension's pages wear the same colours
MEDIA_TYPES = {"congvu.css": "text/css", "congvu.svg": "image/svg+xml", "dashboard.js": "text/javascript"}
KEEP = "public, max-age=31536000, immutable"


@cache
def content(name: str) -> bytes:
    folder = files("backend.web") / "static"
    return b"".join((folder / part).read_bytes() for part in _PARTS.get(name, (name,)))


def versioned(name: str) -> str:
    """The name with a version that changes when the file does."""
    return f"{name}?v={hashlib.sha256(content(name)).hexdigest()[:12]}"


def is_there(name: str) -> bool:
    return (files("backend.web") / "static" / name).is_file()


async def serve_asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in MEDIA_TYPES or not is_there(name):
        raise HTTPException(404)
    return Response(content(name), media_type=MEDIA_TYPES[name], headers={"Cache-Control": KEEP})
