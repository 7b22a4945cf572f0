import pickle

import pytest

from backend.classification.verdict import Level, SecrecyState
from backend.documents.model import Page, Part, UnreadablePart, UnreadableReason
from backend.documents.sandbox_results import dump_result, load_result


def test_our_value_types_come_back_as_they_were() -> None:
    values = [
        Part("a/b.docx", "text/plain", (Page(1, ("MẬT",)),)),
        UnreadablePart("", "application/zip", UnreadableReason.LIMIT),
        (SecrecyState.MARKED, Level.TOI_MAT, None),
    ]

    assert load_result(dump_result(values)) == values


def test_members_of_enums_need_no_function_of_python_to_come_back() -> None:
    assert b"getattr" not in dump_result([UnreadableReason.ENCRYPTED])


@pytest.mark.parametrize("hostile", [b"cos\nsystem\n(S'true'\ntR.", b"cbuiltins\ngetattr\n."])
def test_anything_else_is_refused(hostile: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError, match="no value type"):
        load_result(hostile)
