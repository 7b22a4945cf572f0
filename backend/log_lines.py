"""How a line of our log is written to standard error: for people, or as one JSON object for a collector of logs.

A traceback is never written: its last line is an error's message, which may quote what was read. `log_incident` says
where a defect happened.
"""

import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum

import orjson

from backend.log_context import FIELDS

_QUIET = ("aiosqlite", "alembic", "imapclient", "sqlalchemy", "uvicorn", "httpx", "httpcore", "asyncio")


class LogFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


class JsonLines(logging.Formatter):
    """`time` in UTC, `level`, `logger`, `message`, `role`, and the ids of the request or letter that is meant."""

    def __init__(self, roles: str) -> None:
        """`roles`: of the process, for lines of no single role."""
        super().__init__()
        self._roles = roles

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "time": at.replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "role": self._roles,
        }
        line |= {field.name: value for field in FIELDS if (value := field.get())}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__qualname__
        return orjson.dumps(line, option=orjson.OPT_NON_STR_KEYS, default=str).decode()


class TextLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatException(self, ei: object) -> str:  # noqa: N802 - logging's own name
        kind = ei[0] if isinstance(ei, tuple) else None
        return getattr(kind, "__qualname__", "error")


def log_to_standard_error(form: LogFormat, roles: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(roles) if form is LogFormat.JSON else TextLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
