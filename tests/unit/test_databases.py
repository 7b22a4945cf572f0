"""Tests hold on both databases; those that tell of one alone are counted here, each with its reason."""

import re
from pathlib import Path

HERE = Path(__file__).parent
NAMED = re.compile(r"sqlite3|sqlite\+aiosqlite|mark\.sqlite|mark\.postgresql")
ONE_ALONE = {
    "backup/test_backup.py": "what is saved is a file of SQLite's",
    "commands/test_database.py": "what is moved is a file of SQLite's",
    "correspondence/test_acknowledging.py": "looks for a token in the file's bytes",
    "correspondence/test_group_lookups.py": "SQLite's own plan of a statement",
    "correspondence/test_import_mbox.py": "looks for a subject in the file's bytes",
    "correspondence/test_two_workers.py": "locks between two writers: SQLite has one",
    "db/test_contents.py": "a table that is nobody's, in a file of its own",
    "db/test_migrations.py": "files of earlier versions, and a folder that is missing",
    "db/test_session.py": "the lock, the file's mode and the journal of SQLite",
    "db/test_sqlite_connection.py": "the threads of its driver",
    "doctor/test_files_and_disks.py": "the disk under a file of SQLite's",
    "test_app.py": "migrated at the start, and waited for while locked, is SQLite alone",
    "test_leaks.py": "where a database's files keep what was deleted",
    "test_settings.py": "what stands where nothing is said",
    "web/test_plugin_session.py": "a lock held on the whole file",
    "worker/test_shipping.py": "a lock held on the whole file",
}
THE_SEAM = {"fresh_databases.py", Path(__file__).name}


def test_what_tells_of_one_database_alone_is_known_with_its_reason() -> None:
    found = {
        str(file.relative_to(HERE)) for file in HERE.rglob("*.py") if NAMED.search(file.read_text("utf-8"))
    } - THE_SEAM

    assert found == set(ONE_ALONE)
