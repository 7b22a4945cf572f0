"""What comes back from a sandboxed process is believed to be hostile: only plain values and our own value types.

A process that reads strangers' files may have been taken over by one of them; unpickling whatever it sends would
hand the parent over too. So the unpickler knows dataclasses and enums of this package, dates, and nothing else.
"""

import dataclasses
import datetime
import io
import pickle
from enum import Enum
from typing import Any

RESULT_LIMIT_BYTES = 256 * 1024 * 1024
_PLAIN = {
    ("datetime", "date"): datetime.date,
    ("datetime", "datetime"): datetime.datetime,
    ("datetime", "timedelta"): datetime.timedelta,
    ("datetime", "timezone"): datetime.timezone,
    ("builtins", "set"): set,
    ("builtins", "frozenset"): frozenset,
}


class _OnlyValues(pickle.Unpickler):
    def find_class(self, module: str, name: str, /) -> object:
        if (module, name) in _PLAIN:
            return _PLAIN[module, name]
        if module.startswith("backend."):
            found: object = super().find_class(module, name)
            if isinstance(found, type) and (issubclass(found, Enum) or dataclasses.is_dataclass(found)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no value type")


def load_result(pickled: bytes) -> object:
    """Raises pickle.UnpicklingError or whatever a malformed pickle raises; the caller counts it as a crash."""
    return _OnlyValues(io.BytesIO(pickled)).load()


class _ValuesByClass(pickle.Pickler):
    def reducer_override(self, value: object, /) -> Any:
        """Members of enums as class and value: Python up to 3.11.3 would name them through `getattr`."""
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def dump_result(result: object) -> bytes:
    pickled = io.BytesIO()
    _ValuesByClass(pickled, protocol=5).dump(result)
    return pickled.getvalue()
