"""The province's OpenID provider, asked for its documents only."""

from backend.access.oidc.failures import ProviderSilent
from backend.access.oidc.provider import Provider, Secrets
from backend.access.oidc.registration import registration_of
from backend.doctor.fault import Fault
from backend.doctor.place import Place


async def provider_faults(place: Place) -> list[Fault]:
    """
    Raises:
        OSError, UsageError: the client's secret cannot be read.
    """
    registration = registration_of(place.settings)
    if registration is None:
        return []
    nothing = Secrets(state="doctor", nonce="doctor", verifier="doctor" * 8)
    try:
        await Provider(registration, place.clock).authorization_url(nothing)
    except ProviderSilent as error:
        return [Fault("silent", {"issuer": registration.issuer, "because": error.message})]
    return []
