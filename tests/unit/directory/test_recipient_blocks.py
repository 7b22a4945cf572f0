"""Blocks of made-up papers: nearly every entry right, none silently wrong; and the laws of reading them."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.directory.recipient_reasons import AskReason, BlankReason, EntryState, MatchReason, reason_text
from backend.directory.recipients import RecipientIndex, When
from tests.corpus.recipient_blocks import TODAY, Judged, blocks, judge, known, made
from tests.corpus.typing_noise import unaccented

INDEX = RecipientIndex(known())
WHEN = When(TODAY)
ADDRESSES = {agency.code: agency.address for agency in known()}
COMMUNES = [office.name for office in made().communes]
SEPARATORS = st.sampled_from(["; ", ";\n", " ;", "./.\n", ";;"])
ENTRIES = st.sampled_from(
    [
        "Sở Y tế",
        "Sở KH&CN",
        "UBND xã Phú Lương",
        "UBND xa Van Lang",
        "UBND huyện Phú Lương",
        "Các sở, ban, ngành",
        "Lưu: VT",
        "UBND xã Yên Bình, tỉnh Lào Cai",
        "Hội Làm vườn",
    ]
)


def test_nearly_every_entry_is_right_and_none_silently_wrong() -> None:
    whole = made()
    tally = Counter(
        judge(entry, INDEX.resolve(entry.text, When(TODAY, block.issued_on, block.sender)))
        for block in blocks(20261127, 60, whole)
        for entry in block.entries
    )
    assert tally.total() > 400
    assert tally[Judged.WRONG] == 0
    assert tally[Judged.MISSED] / tally.total() < 0.02


@pytest.mark.parametrize("name", COMMUNES)
def test_every_commune_is_found_by_its_own_name_and_asked_about_where_it_does_not_tell(name: str) -> None:
    exact = INDEX.resolve(name, WHEN)
    assert [match.agency_name for match in exact.matches] == [name]

    bare = INDEX.resolve(unaccented(name), WHEN)
    found = {match.agency_name for match in bare.matches}
    asked = {match.agency_name for question in bare.questions for match in question.candidates}
    assert found == {name} or (not found and name in asked and len(asked) > 1)


@given(st.text())
def test_whatever_is_written_every_match_is_a_published_address(text: str) -> None:
    entry = INDEX.resolve(text, WHEN)
    offered = [*entry.matches, *(one for question in entry.questions for one in question.candidates)]
    assert all(ADDRESSES[match.agency_code] == match.address for match in offered)
    assert all(0 < match.score <= 1 for match in offered)


@given(st.lists(ENTRIES, min_size=1, max_size=4), SEPARATORS)
def test_an_entry_of_several_pieces_means_what_each_of_them_means(pieces: list[str], separator: str) -> None:
    together = INDEX.resolve(separator.join(pieces), WHEN)
    apart = [INDEX.resolve(piece, WHEN) for piece in pieces if not _is_filed_before(pieces, piece)]
    assert {one.agency_code for one in together.matches} == {one.agency_code for e in apart for one in e.matches}
    assert {one.text for one in together.questions} == {one.text for e in apart for one in e.questions}


def _is_filed_before(pieces: list[str], piece: str) -> bool:
    """What stands behind "Lưu: VT" is filed with it."""
    return "Lưu: VT" in pieces and pieces.index(piece) > pieces.index("Lưu: VT")


@given(ENTRIES, st.sampled_from(["- ", "+ ", "  ", "\u2013 "]), st.sampled_from(["", ";", ".", "./.", " (để b/c);"]))
def test_bullets_ends_and_purposes_change_nothing(entry: str, before: str, after: str) -> None:
    plain, dressed = INDEX.resolve(entry, WHEN), INDEX.resolve(before + entry + after, WHEN)
    assert (dressed.state, dressed.matches, dressed.group) == (plain.state, plain.matches, plain.group)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.dates(date(2025, 7, 1), date(2040, 1, 1)), ENTRIES)
def test_nobody_is_ever_offered_who_does_not_exist_today(issued_on: date, today: date, text: str) -> None:
    standing = {agency.code for agency in known() if agency.exists_on(today)}
    entry = INDEX.resolve(text, When(today, issued_on))
    offered = [*entry.matches, *(one for question in entry.questions for one in question.candidates)]
    assert {match.agency_code for match in offered} <= standing


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_a_text_in_both_languages(language: str) -> None:
    texts = [reason_text(reason, language) for closed in (MatchReason, AskReason, BlankReason) for reason in closed]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_the_states_are_told_apart() -> None:
    entries = ["Sở Y tế", "UBND xa Van Lang", "Lưu: VT", "Hội Làm vườn"]
    assert [INDEX.resolve(entry, WHEN).state for entry in entries] == [
        EntryState.RESOLVED,
        EntryState.ASK,
        EntryState.INTERNAL,
        EntryState.NOBODY,
    ]
