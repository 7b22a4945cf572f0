"""A law that needs a database of its own for each example."""

from hypothesis import HealthCheck, settings


def database_examples(count: int) -> settings:
    """Try it `count` times, and no oftener than the profile says (conftest: few on PostgreSQL)."""
    profile = settings.get_profile(settings.get_current_profile_name())
    return settings(
        max_examples=min(count, profile.max_examples),
        # each example takes a copy of its own
        suppress_health_check=[*profile.suppress_health_check, HealthCheck.function_scoped_fixture],
    )
