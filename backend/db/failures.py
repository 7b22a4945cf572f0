"""Which errors of a database pass by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from backend.errors import Unavailable, UsageError

_NOT_A_SERVERS = "unsupported startup parameter"  # PgBouncer's words, at the first connection that writes
_SAY_SO = "database_url leads to PgBouncer: with pool_mode = transaction add `pooler=transaction` to its query"
_PASSING = ("locked", "busy", "unable to open", "disk I/O", "connect")


@contextmanager
def as_unavailable() -> Iterator[None]:
    """Turn "locked" and "no connection" into the domain's error; any other database error stays a defect.

    Raises:
        Unavailable: database_busy.
        UsageError: the URL leads to a pooler by transaction and does not say so.
    """
    try:
        yield
    except NoFreeConnection as error:
        raise _unavailable() from error
    except DBAPIError as error:
        if _NOT_A_SERVERS in str(error.orig):
            raise UsageError(_SAY_SO) from error
        if not _passes_by_itself(error):
            raise
        raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable("the database does not answer; try again later", code="database_busy")


def _passes_by_itself(error: DBAPIError) -> bool:
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    return isinstance(error, OperationalError) and any(sign in str(error.orig) for sign in _PASSING)
