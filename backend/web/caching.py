"""Answers that browsers and proxies may keep for a while and ask again with what they have (RFC 9110 section 13)."""

import hashlib
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

KEEP = "public, max-age=300"  # seconds: how late a change may show


def cacheable(request: Request, response: Response, modified_at: datetime) -> Response:
    """The answer with what it is known by; 304 without a body where the asker has the same. An entity tag goes before
    a date (section 13.2.2)."""
    etag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(modified_at.astimezone(UTC).replace(microsecond=0), usegmt=True),
        "Cache-Control": KEEP,
    }
    if _is_held(request, etag, modified_at):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def _is_held(request: Request, etag: str, modified_at: datetime) -> bool:
    held = request.headers.get("if-none-match")
    if held is not None:
        tags = {tag.strip().removeprefix("W/") for tag in held.split(",")}
        return etag in tags or "*" in tags
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
    except ValueError:
        return False
    return since.tzinfo is not None and modified_at.replace(microsecond=0) <= since
