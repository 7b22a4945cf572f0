"""Downloads a published file to hash it, and asks nobody it must not ask.

The name is resolved here and the connection goes to the address that was looked at, so that a name cannot point
elsewhere between the two. Private, loopback and other special addresses are refused, unless the province names the
host itself (a portal inside its network). Every redirect is judged anew.
"""

import asyncio
import hashlib
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

SIZE_LIMIT_BYTES = 50_000_000
TIME_LIMIT_SECONDS = 60.0
CONNECT_SECONDS = 10.0
MOST_REDIRECTS = 3
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class Refused(Exception):
    """An address that must not be asked, or a file that is too large."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """`sha256` in hexadecimal, "" unless the file was read to its end; `refused`: it must not, or cannot be read."""

    sha256: str = ""
    refused: bool = False


async def resolved(host: str, port: int) -> Sequence[str]:
    """Raises OSError: the name is not known."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


class LinkFetch:
    """`allowed`: hosts, as `host` or `host:port`, that may stand at any address and port."""

    def __init__(
        self,
        allowed: Collection[str],
        resolve: Resolve = resolved,
        transport: httpx.AsyncBaseTransport | None = None,
        limit_bytes: int = SIZE_LIMIT_BYTES,
    ) -> None:
        self._allowed = frozenset(host.lower() for host in allowed)
        self._resolve = resolve
        self._transport = transport
        self._limit_bytes = limit_bytes

    async def sha256(self, url: str) -> Fetched:
        """Never raises for what name, network or server do."""
        try:
            async with asyncio.timeout(TIME_LIMIT_SECONDS):
                return await self._follow(url)
        except Refused:
            return Fetched(refused=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError, ValueError):
            return Fetched()

    async def _follow(self, url: str) -> Fetched:
        client = httpx.AsyncClient(
            timeout=CONNECT_SECONDS, trust_env=False, follow_redirects=False, transport=self._transport
        )
        async with client:
            for _ in range(MOST_REDIRECTS + 1):
                response = await self._ask(client, url)
                try:
                    if not response.has_redirect_location:
                        return await _hashed(response, self._limit_bytes)
                    url = urljoin(url, response.headers["Location"])
                finally:
                    await response.aclose()
        raise Refused("too many redirects")

    async def _ask(self, client: httpx.AsyncClient, url: str) -> httpx.Response:
        """From the first of the host's addresses that answers, under the host's name."""
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        named = {host, f"{host}:{port}"} & self._allowed
        if parts.scheme not in _PORTS or not host or parts.username is not None:
            raise Refused("no http or https address")
        if not named and port != _PORTS[parts.scheme]:
            raise Refused("a port of its own")
        addresses = await self._resolve(host, port)
        if not addresses or not (named or all(_is_public(address) for address in addresses)):
            raise Refused("an address inside")
        headers = {"Host": host if port == _PORTS[parts.scheme] else f"{host}:{port}", "Accept-Encoding": "identity"}
        for address in addresses[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await _sent(client, url, address, headers, host)
        return await _sent(client, url, addresses[-1], headers, host)


async def _sent(
    client: httpx.AsyncClient, url: str, address: str, headers: Mapping[str, str], host: str
) -> httpx.Response:
    target = httpx.URL(url).copy_with(host=address)
    request = client.build_request("GET", target, headers=headers, extensions={"sni_hostname": host})
    return await client.send(request, stream=True)


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in _NAT64 or parsed.sixtofour is not None:
            return False  # an address of the old internet inside: what a gateway makes of it is not known
        parsed = parsed.ipv4_mapped or parsed
    return parsed.is_global and not parsed.is_multicast


async def _hashed(response: httpx.Response, limit_bytes: int) -> Fetched:
    if response.status_code != httpx.codes.OK:
        return Fetched()
    digest, size = hashlib.sha256(), 0
    async for portion in response.aiter_bytes():
        size += len(portion)
        if size > limit_bytes:
            raise Refused("too large")
        digest.update(portion)
    return Fetched(digest.hexdigest())
