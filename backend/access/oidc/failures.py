"""What can go wrong between us and the provider. No message holds a token, a code or a claim's value."""

from backend.errors import Forbidden, Unavailable


class ProviderSilent(Unavailable):
    """It does not answer, or not as a provider does."""

    code = "provider_silent"


class ProviderRefused(Forbidden):
    """It does not (or no longer) say who this is, or what it says cannot be believed."""

    code = "provider_refused"
