"""The database: `Database` opens read and write sessions; tables of every feature stand on `Base`."""

from backend.db.base import Base
from backend.db.session import Database, ReadSession, WriteSession

__all__ = ["Base", "Database", "ReadSession", "WriteSession"]
