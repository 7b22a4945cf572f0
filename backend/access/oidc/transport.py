"""How the provider is asked: its own addresses only, no redirects, no proxy, small answers, little time.

The discovery document and every token come over the network; what they name is followed only inside `origins`, so that
neither a provider that was taken over nor a forged document makes this server call another one (SSRF).
"""

from typing import cast

import httpx2

from backend.access.oidc.failures import ProviderSilent
from backend.access.oidc.registration import Origin, origin_of

ANSWER_LIMIT_BYTES = 262_144
TIMEOUT_SECONDS = 5.0  # for each step: connecting, sending, each wait for bytes
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


class KnownOrigins(httpx2.AsyncBaseTransport):
    """Passes requests on to `inner` if they go where they may."""

    def __init__(self, origins: frozenset[Origin], inner: httpx2.AsyncBaseTransport) -> None:
        self._origins = origins
        self._inner = inner

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """
        Raises:
            ProviderSilent: the address is none of the provider's, or the answer is too large or packed.
            httpx2.HTTPError: the network fails.
        """
        if origin_of(str(request.url)) not in self._origins:
            raise ProviderSilent("the provider names an address outside oidc_issuer and oidc_hosts")
        response = await self._inner.handle_async_request(request)
        try:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise ProviderSilent("the provider packs its answer although it was asked not to")
            content = await _read(cast("httpx2.AsyncByteStream", response.stream))
        finally:
            await response.aclose()
        return httpx2.Response(response.status_code, headers=response.headers, content=content, request=request)

    async def aclose(self) -> None:
        await self._inner.aclose()


def network() -> httpx2.AsyncBaseTransport:
    return httpx2.AsyncHTTPTransport(trust_env=False)


async def _read(stream: httpx2.AsyncByteStream) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in stream:
        size += len(part)
        if size > ANSWER_LIMIT_BYTES:
            raise ProviderSilent("the provider's answer is too large")
        parts.append(part)
    return b"".join(parts)
