"""What passes by itself is told as such; a defect is not hidden behind it."""

import socket

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from backend.db.failures import as_unavailable
from backend.errors import Unavailable


class FromServer(Exception):
    """As asyncpg's errors come through SQLAlchemy."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("said by the server")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(),
        ConnectionResetError(),
        TimeoutError(),
        socket.gaierror(),
        DBAPIError("SELECT 1", None, FromServer("57P01")),  # terminated by an administrator's command
        DBAPIError("SELECT 1", None, FromServer("57P03")),  # starting up
        DBAPIError("SELECT 1", None, FromServer("08006")),
        DBAPIError("COMMIT", None, FromServer("53100")),  # disk full
        DBAPIError("UPDATE fact", None, FromServer("40P01")),  # deadlock
        DBAPIError("SELECT 1", None, FromServer("25006"), connection_invalidated=True),
    ],
    ids=str,
)
def test_a_server_that_is_away_or_full_passes_by_itself(error: Exception) -> None:
    with pytest.raises(Unavailable) as told, as_unavailable():
        raise error

    assert told.value.code == "database_busy"


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("INSERT", None, FromServer("23505")),
        DBAPIError("SELECT 1", None, FromServer("42P01")),  # no such table
        DBAPIError("DELETE", None, FromServer("25006")),  # where only reading is allowed: a defect of ours
        PermissionError(),
        ValueError(),
    ],
    ids=str,
)
def test_a_defect_stays_one(error: Exception) -> None:
    with pytest.raises(type(error)), as_unavailable():
        raise error
