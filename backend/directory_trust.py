"""The public keys with which a deployment checks the directory's history."""

import logging

from backend.classification.keys import read_key
from backend.directory.history import Trust
from backend.errors import UsageError
from backend.settings import Settings

_logger = logging.getLogger("congvu.directory")


def directory_trust(settings: Settings) -> Trust:
    """Without its keys no proof holds, and the log says why."""
    try:
        return Trust([read_key(file) for file in settings.directory_trust])
    except (OSError, UsageError) as error:
        _logger.warning("no proof of the directory can hold: %s", error)
        return Trust([])
