"""Which errors of a database pass by themselves."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from backend.errors import Unavailable, UsageError

_NOT_A_SERVERS = "unsupported startup parameter"  # PgBouncer's words, at the first connection that writes
_SAY_SO = "database_url leads to PgBouncer: with pool_mode = transaction add `pooler=transaction` to its query"
_PASSING = ("locked", "busy", "unable to open", "disk I/O", "disk is full", "connect")
_READ_ONLY_DISK = "SQLITE_READONLY"  # of whoever writes; of a reader the word alone means that it tried to: a defect
# PostgreSQL's (Appendix A of its manual): no connection; no memory, disk or connection left; a server that starts or
# stops; whom a deadlock or another transaction stopped; a lock that was not to be had; a disk that fails.
_PASSING_STATES = ("08", "53", "57P", "40001", "40P01", "55P03", "58030")
READ_ONLY = "25006"  # what a leader of before answers to whoever writes
_NO_SERVER = (ConnectionError, TimeoutError, socket.gaierror)  # as asyncpg raises them while it connects


@contextmanager
def as_unavailable(*, writing: bool = False) -> Iterator[None]:
    """Turn "locked", "no room" and "no connection" into the domain's error; any other database error stays a defect.
    `writing`: a unit of work is, so that a disk which may not be written to is none of its faults.

    Raises:
        Unavailable: database_busy.
        UsageError: the URL leads to a pooler by transaction and does not say so.
    """
    try:
        yield
    except (NoFreeConnection, *_NO_SERVER) as error:
        raise _unavailable() from error
    except DBAPIError as error:
        if _NOT_A_SERVERS in str(error.orig):
            raise UsageError(_SAY_SO) from error
        if not (_passes_by_itself(error) or _on_read_only_disk(error, writing=writing)):
            raise
        raise _unavailable() from error


def state_of(error: BaseException | None) -> str:
    """PostgreSQL's five characters for what went wrong; empty where there are none."""
    return getattr(error, "sqlstate", None) or ""


def _unavailable() -> Unavailable:
    return Unavailable("the database does not answer; try again later", code="database_busy")


def _on_read_only_disk(error: DBAPIError, *, writing: bool) -> bool:
    name = getattr(error.orig, "sqlite_errorname", "")
    return name.startswith(f"{_READ_ONLY_DISK}_") or (writing and name == _READ_ONLY_DISK)


def _passes_by_itself(error: DBAPIError) -> bool:
    if error.connection_invalidated or isinstance(error, InterfaceError):
        return True
    if state_of(error.orig).startswith(_PASSING_STATES):
        return True
    return isinstance(error, OperationalError) and any(sign in str(error.orig) for sign in _PASSING)
