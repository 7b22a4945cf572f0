"""What a request tells of who sends it, without its cookie."""

from ipaddress import IPv6Network, ip_address
from urllib.parse import urlsplit

from starlette.requests import Request


def client_address(request: Request) -> str:
    """The client's IP address as the server or a trusted proxy tells it; empty if that is none."""
    host = request.client.host if request.client else ""
    try:
        return str(ip_address(host))
    except ValueError:
        return ""


def client_key(request: Request) -> str:
    """Whom to count for rate limits: an IPv4 address, or the /64 that one subscriber has under IPv6."""
    address = client_address(request)
    return str(IPv6Network((address, 64), strict=False)) if ":" in address else address or "unknown"


def is_from_our_own_page(request: Request) -> bool:
    """Whether a form was sent from one of our pages: cross-site requests are refused by what browsers add to them.

    Programs that are no browser send neither header and carry no cookie of anybody's.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
