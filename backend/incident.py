"""A defect met in service: what is logged of it, so that nobody's mail ends in a log."""

import logging
import secrets
import traceback

_logger = logging.getLogger("congvu.incident")
_FRAMES = 8


def log_incident(error: BaseException, place: str) -> str:
    """Log the kind of error and the lines it passed, never its message, and return the id to show."""
    incident_id = secrets.token_hex(6)
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    passed = " < ".join(
        f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in reversed(frames)
    )
    _logger.error("incident %s at %s: %s: %s", incident_id, place, type(error).__qualname__, passed)
    return incident_id
