"""Metafiles that end too early or are spoilt: what was not read is said. What is read of whole ones is in
rules/conformance/extract/metafile.json."""

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.documents.extract import extract
from backend.documents.limits import Limits
from backend.documents.model import Extraction
from tests.unit.documents.metafile_builder import brush, emf, emf_of, polygons, select, wmf_of

ENHANCED, WINDOWS = emf_of("TỐI MẬT"), wmf_of("TOI MAT")


def read(data: bytes) -> Extraction:
    return extract(data, "x", Limits())


@given(st.integers(min_value=88, max_value=len(ENHANCED) - 1))
@settings(max_examples=30, deadline=None)  # the first picture loads its libraries
def test_an_enhanced_metafile_cut_off_anywhere_is_never_clean(end: int) -> None:
    assert read(ENHANCED[:end]).unreadable


@given(st.integers(min_value=24, max_value=len(WINDOWS) - 1))
@settings(max_examples=30, deadline=None)
def test_a_windows_metafile_cut_off_anywhere_is_never_clean(end: int) -> None:
    assert read(WINDOWS[:end]).unreadable


@given(st.sampled_from([ENHANCED, WINDOWS]), st.integers(min_value=0), st.binary(min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_bytes_written_over_a_metafile_are_read_or_refused(file: bytes, place: int, spoiling: bytes) -> None:
    at = place % len(file)
    found = read(file[:at] + spoiling + file[at + len(spoiling) :])
    assert found.parts or found.unreadable


def test_a_metafile_that_says_it_is_huge_is_looked_at_in_a_small_picture() -> None:
    found = read(emf(brush(1), select(1), polygons([(-32768, -32768), (32767, 0), (0, 32767)])))

    assert found.unreadable == ()
