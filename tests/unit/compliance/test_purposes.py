"""The register of personal data: no table is forgotten in it, and it names only what there is."""

import tomllib
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path

import pytest

from backend.compliance.purposes import Purpose, purposes
from backend.compliance.retention import standing
from backend.correspondence.keeping import Kept, kept_for
from backend.db.base import Base
from backend.rules_folder import rules_dir
from backend.web.locale import texts

ROOT = Path(__file__).resolve().parents[3]
WRITTEN = tomllib.loads((rules_dir() / "personal_data" / "purposes.toml").read_text("utf-8"))
NOBODYS = frozenset(WRITTEN["nobody"]["tables"])
PERSONAL = {"login", "address", "phone", "recipient", "person_id", "official_id", "correspondent_id", "mailbox"}
PERSONAL_ENDINGS = ("_by", "_login", "_address")


def tables() -> dict[str, set[str]]:
    """Every table of the product with its columns."""
    for file in (ROOT / "backend").rglob("*models.py"):
        import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    return {name: {column.name for column in table.columns} for name, table in Base.metadata.tables.items()}


def test_every_table_is_in_the_register_or_said_to_hold_nobodys_data() -> None:
    named = {table for purpose in purposes() for table in purpose.tables}

    assert len(tables()) > 50
    assert set(tables()) - named - NOBODYS == set()
    assert (named | NOBODYS) - set(tables()) == set()
    assert named & NOBODYS == set()


def test_a_table_with_a_column_about_a_person_is_not_nobodys() -> None:
    about = {
        table
        for table, columns in tables().items()
        if columns & PERSONAL or any(column.endswith(PERSONAL_ENDINGS) for column in columns)
    }
    assert {"correspondent", "outbox", "audit_entry", "clearance", "issued_document", "fact_party"} < about
    assert about & NOBODYS == {"agency"}  # an office's own telephone


@pytest.mark.parametrize("purpose", purposes(), ids=lambda purpose: purpose.id)
def test_what_is_said_to_forget_exists(purpose: Purpose) -> None:
    module, _, name = purpose.forgotten.rpartition(".")
    assert not purpose.forgotten or callable(getattr(import_module(module), name))
    assert purpose.forgotten or purpose.days is None


def test_every_table_with_personal_data_has_a_term_or_a_reason_why_it_is_kept() -> None:
    without = {
        table: purpose.id
        for table in sorted(set(tables()) - NOBODYS)
        for purpose in purposes()
        if table in purpose.tables and bool(purpose.forgotten) == bool(purpose.stays)
    }
    assert without == {}
    assert {purpose.id: purpose.stays for purpose in purposes() if purpose.stays} == {
        "officials": "signed_history",
        "businesses": "until_removed",
        "log": "proof",
    }


def test_the_days_of_the_register_are_those_the_worker_goes_by() -> None:
    days = {purpose.id: purpose.days for purpose in purposes() if purpose.days is not None}
    assert days == {
        "senders": 730,
        "refusals": 90,
        "status_links": 90,
        "written_to": 730,
        "box_events": 90,
        "checks": 90,
        "declarations": 1827,
        "choices": 730,
        "emergency": 365,
        "looks": 365,
        "letters": 2557,
        "data_requests": 1827,
        "mailbox_checks": 365,
        "support": 365,
        "training": 730,
        "courses": 730,
        "duty": 730,
    }
    assert days == {str(kept): kept_for(kept, datetime(2026, 11, 27, tzinfo=UTC)).days for kept in Kept}


def test_letters_are_kept_longer_than_the_papers_whose_way_they_prove() -> None:
    years = standing(date(2026, 11, 27)).years
    last_day = date(2026 + years, 12, 31)
    assert kept_for(Kept.LETTERS, datetime(2026, 11, 27, tzinfo=UTC)) > last_day - date(2026, 1, 1)


def test_the_register_is_dated_and_names_its_source() -> None:
    assert str(WRITTEN["valid_from"]) == "2026-11-27"
    assert WRITTEN["source"] == "Luật 91/2025/QH15; Nghị định 356/2025/NĐ-CP"
    assert WRITTEN["status"] == "V2"


@pytest.mark.parametrize(("language", "not_deleted"), [("vi", "Không tự xóa: "), ("en", "Not deleted: ")])
def test_what_nothing_forgets_is_said_to_be_kept_and_why(language: str, not_deleted: str) -> None:
    kept = {purpose.id: texts(language)[f"purpose.{purpose.id}_kept"] for purpose in purposes()}
    without = {purpose.id for purpose in purposes() if not purpose.forgotten}

    assert {key for key, text in kept.items() if text.startswith(not_deleted)} == without


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_days_that_are_said_are_those_of_the_register(language: str) -> None:
    said = {730: ("730", "24"), 2557: ("7 ",)}
    for purpose in purposes():
        if purpose.days is not None:
            text = texts(language)[f"purpose.{purpose.id}_kept"]
            assert any(number in text for number in said.get(purpose.days, (str(purpose.days),))), purpose.id


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_is_left_over_from_a_purpose_that_is_gone(language: str) -> None:
    own = {"title", "whose", "why", "kept", "plain"}
    keys = {key.removeprefix("purpose.") for key in texts(language) if key.startswith("purpose.")}
    wanted = {f"{purpose.id}_{part}" for purpose in purposes() for part in ("data", "whose", "why", "kept")}
    assert keys == own | wanted
