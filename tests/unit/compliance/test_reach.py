"""The register of ways to a person's data: no table of a purpose is forgotten, and no column about a person unused."""

import subprocess
import sys

import pytest

from backend.compliance.purposes import purposes
from backend.compliance.reach import Way, reach
from tests.unit.compliance.test_purposes import PERSONAL, PERSONAL_ENDINGS, tables

# Columns that are named like one that leads to a person and do not have to.
LEADS_NOWHERE = {
    ("correspondence", "mailbox"),  # the agency's box
    ("declared_check", "mailbox"),  # the same
    ("correspondence", "answered_by"),  # AnsweredBy: by which way
    ("official", "login"),  # where the way to somebody's ids begins: `subject_of`
    ("official", "phone"),
}


def test_every_table_of_every_purpose_is_reached_or_it_is_said_why_not() -> None:
    named = {(way.purpose, way.table) for way in reach().ways}
    wanted = {(purpose.id, table) for purpose in purposes() for table in purpose.tables}
    assert wanted == named


def test_every_column_about_a_person_leads_to_them() -> None:
    used = {(way.table, column) for way in reach().ways for column in way.columns}
    used |= {(way.through, column) for way in reach().ways if way.through for column in way.columns}
    unreached = {way.table for way in reach().ways if way.by is None}
    about = {
        (purpose_table, column)
        for purpose in purposes()
        for purpose_table in purpose.tables
        if purpose_table not in unreached
        for column in tables()[purpose_table]
        if column in PERSONAL or column.endswith(PERSONAL_ENDINGS)
    }
    assert len(about) > 25
    assert about - used - LEADS_NOWHERE == set()


@pytest.mark.parametrize("way", reach().ways, ids=lambda way: f"{way.purpose}-{way.table}-{way.by}")
def test_what_a_way_names_exists(way: Way) -> None:
    columns = tables()[way.table]
    assert set(way.show) <= columns
    assert set(way.columns) <= (tables()[way.through] if way.through else columns)
    assert bool(way.by) is bool(way.columns)
    assert bool(way.by) is not bool(way.unreached)


ALONE = """
from backend.compliance.reach import reach
from backend.compliance.subject_queries import Base
print({way.table for way in reach().ways} - Base.metadata.tables.keys())
"""


def test_the_command_knows_every_table_by_itself() -> None:
    """Elsewhere another module has long read them in."""
    printed = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=True).stdout
    assert printed == "set()\n"


def test_nothing_that_opens_anything_is_shown_by_a_way_without_a_list() -> None:
    secret = ("hash", "password", "token", "sealed", "key")
    shown = {
        (way.table, column)
        for way in reach().ways
        if way.by and not way.show
        for column in tables()[way.table] - reach().hidden
        if any(part in column for part in secret)
    }
    assert shown == {("published_link", "key_mark"), ("directory_change", "key")}
