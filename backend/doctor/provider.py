"""The province's OpenID provider, asked for its documents only."""

import asyncio
from collections.abc import Callable

import httpx2

from backend.access.oidc.failures import ProviderSilent
from backend.access.oidc.provider import Provider, Secrets
from backend.access.oidc.registration import registration_of
from backend.access.oidc.transport import network
from backend.doctor.fault import Fault
from backend.doctor.place import Place

WITHIN_SECONDS = 15.0  # all of it: one that sends a byte now and then answers each wait for bytes in time


async def provider_faults(
    place: Place, transport: Callable[[], httpx2.AsyncBaseTransport] = network, within_seconds: float = WITHIN_SECONDS
) -> list[Fault]:
    """
    Raises:
        OSError, UsageError: the client's secret cannot be read.
    """
    registration = registration_of(place.settings)
    if registration is None:
        return []
    nothing = Secrets(state="doctor", nonce="doctor", verifier="doctor" * 8)
    try:
        async with asyncio.timeout(within_seconds):
            await Provider(registration, place.clock, transport).authorization_url(nothing)
    except ProviderSilent as error:
        because = error.message
    except TimeoutError:
        because = f"no whole answer within {within_seconds:.0f} s"
    else:
        return []
    return [Fault("silent", {"issuer": registration.issuer, "because": because})]
