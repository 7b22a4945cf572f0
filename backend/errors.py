"""The exceptions of the product, as a tree.

DomainError                 expected failure, carries a stable `code`, safe to show (never mail content)
├── UsageError              what the caller asked for cannot be understood (CLI exit status 2)
├── NotFound                the thing named does not exist or may not be seen
├── Forbidden               the principal may not do this
├── BundleError             a rule bundle is unsigned, foreign, older or malformed
└── Unavailable             a service this needs does not answer; try again later

Anything else that is raised is a defect: masked, logged with an id.
"""

from enum import StrEnum


class DomainError(Exception):
    """An expected failure. `code` never changes once released; `message` never carries mail content."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class UsageError(DomainError):
    code = "usage"


class NotFound(DomainError):
    code = "not_found"


class Forbidden(DomainError):
    code = "forbidden"


class BundleRefusal(StrEnum):
    """Why a rule bundle is not taken; the plugin and PHP know the same words."""

    MALFORMED = "malformed"
    FOREIGN = "foreign"  # unsigned, or signed by a key that is not (or no longer) trusted
    OLDER = "older"
    SINGLE = "single"  # signed by one person where two are asked for


class BundleError(DomainError):
    code = "bundle"

    def __init__(self, message: str, reason: BundleRefusal = BundleRefusal.MALFORMED) -> None:
        super().__init__(message)
        self.reason = reason


class Unavailable(DomainError):
    code = "unavailable"
