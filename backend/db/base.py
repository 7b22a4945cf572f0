"""What every table stands on: constraint names that migrations can rely on, and column types of the domain."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, MetaData
from sqlalchemy.orm import DeclarativeBase

from backend.db.types import UtcDateTime

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

AGENCY_CODE_LENGTH = 35  # QĐ 20/2020/QĐ-TTg Điều 4
ADDRESS_LENGTH = 320  # 64 + "@" + 255, RFC 5321 section 4.5.3.1
FINGERPRINT_LENGTH = 22  # base64url characters of a keyed hash


class Base(DeclarativeBase):
    """Relationships, where a table has any, are `lazy="raise"`: a query loads what its caller needs."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        int: BigInteger,
        list[str]: JSON,
        dict[str, Any]: JSON,
    }
