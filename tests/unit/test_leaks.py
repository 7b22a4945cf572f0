"""What the end of the stories is judged by can fail: each way a thing is kept, planted and found."""

import gzip
import sqlite3
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.e2e.canaries import Canaries, Kind
from tests.e2e.leaks import Finding, Leaks

ROOT = Path(__file__).resolve().parents[2]
WORDS = "hoa-thu-nghiem"
LINE = f"2026-11-27 12:00 refused: {WORDS}.docx\n"


def found_in(folder: Path, kind: Kind = Kind.MARKED, text: str = WORDS) -> set[Finding]:
    canaries = Canaries()
    canaries.add(kind, text)
    leaks = Leaks(canaries)
    leaks.look_through(folder)
    return leaks.found


def in_a_packed_segment(file: Path) -> None:
    file.write_bytes(gzip.compress(LINE.encode()))


def in_a_deleted_row(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("pragma secure_delete = off")  # Debian's SQLite wipes what it deletes
        connection.execute("create table note (id integer primary key, text text)")
        connection.execute("insert into note (text) values (?)", (LINE,))
        connection.commit()
        connection.execute("delete from note")


def across_pages(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("pragma page_size = 512")
        connection.execute("create table note (text text)")
        connection.execute("insert into note values (?)", (WORDS.join("x" * n for n in range(600)),))


WAYS: dict[str, Callable[[Path], object]] = {
    "plain": lambda file: file.write_text(LINE, "utf-8"),
    "in capitals": lambda file: file.write_text(LINE.upper(), "utf-8"),
    "as words of an index": lambda file: file.write_text("hoa thu nghiem", "utf-8"),
    "base64 at 0": lambda file: file.write_bytes(b64encode(WORDS.encode())),
    "base64 at 1": lambda file: file.write_bytes(b64encode(b"1" + WORDS.encode() + b"9")),
    "base64 at 2": lambda file: file.write_bytes(b64encode(b"12" + WORDS.encode())),
    "as Windows writes": lambda file: file.write_bytes(LINE.encode("utf-16")),
    "packed": in_a_packed_segment,
    "deleted from a database": in_a_deleted_row,
    "across pages of a database": across_pages,
}


@pytest.mark.parametrize("way", WAYS)
def test_what_is_kept_in_any_way_is_found(way: str, tmp_path: Path) -> None:
    file = tmp_path / "log" / "backend.log"
    file.parent.mkdir()
    WAYS[way](file)

    assert found_in(tmp_path) == {Finding("log/backend.log", Kind.MARKED)}


def test_a_row_that_lies_in_the_write_ahead_log_alone_is_found(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "congvu.db")) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.execute("create table note (text text)")
        connection.execute("insert into note values (?)", (LINE,))
        connection.commit()

        assert Finding("congvu.db-wal", Kind.MARKED) in found_in(tmp_path)


def test_words_of_another_language_are_found_as_json_and_addresses_write_them(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"subject": "K\\u1ebf ho\\u1ea1ch m\\u1eadt"}', "ascii")
    (tmp_path / "b.log").write_text("GET /?q=K%E1%BA%BF%20ho%E1%BA%A1ch%20m%E1%BA%ADt", "ascii")

    assert {one.file for one in found_in(tmp_path, text="Kế hoạch mật")} == {"a.jsonl", "b.log"}


def test_the_name_of_a_file_counts_and_is_not_told(tmp_path: Path) -> None:
    (tmp_path / f"{WORDS}.docx").touch()

    [found] = found_in(tmp_path)

    assert str(found) == "a file's name: words of a marked paper"


def test_things_are_no_finding_where_they_belong_and_nowhere_else(tmp_path: Path) -> None:
    for name in ("demo.json", "log.txt"):
        (tmp_path / name).write_text(WORDS, "utf-8")

    assert found_in(tmp_path, Kind.PASSWORD) == {Finding("log.txt", Kind.PASSWORD)}
    assert len(found_in(tmp_path, Kind.TOKEN)) == 2


def test_private_keys_are_known_from_their_files_and_found_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "province.jwk").write_text('{"kty": "OKP", "x": "public-half", "d": "the-private-half"}', "ascii")
    (tmp_path / "gate.token").write_text("a-shared-secret\n", "ascii")
    (tmp_path / "web.log").write_text("public-half the-private-half", "ascii")
    (tmp_path / "milter.log").write_text("Bearer a-shared-secret", "ascii")

    assert found_in(tmp_path) == {Finding("web.log", Kind.KEY), Finding("milter.log", Kind.SHARED)}


def test_a_run_that_kept_something_fails_and_says_only_where(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text("from tests.e2e.leaks import nothing_is_kept\n", "utf-8")
    (tmp_path / "test_story.py").write_text(
        "from tests.e2e.canaries import Kind, planted\n"
        "def test_a_story(tmp_path):\n"
        f"    (tmp_path / 'milter.log').write_text('refused ' + planted(Kind.MARKED, '{WORDS}'))\n",
        "utf-8",
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:playwright", "--tb=short"]
    done = subprocess.run(
        [
            *command,
            "-c",
            "/dev/null",
            "--rootdir",
            tmp_path,
            "--basetemp",
            tmp_path / "kept",
            tmp_path / "test_story.py",
        ],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "test_a_story0/milter.log: words of a marked paper" in done.stdout
    assert WORDS not in done.stdout


def test_every_story_with_a_mark_plants_what_the_end_of_the_run_looks_for() -> None:
    stories = (ROOT / "tests" / "e2e").glob("test_*.py")
    texts = {story.name: story.read_text("utf-8") for story in stories}
    signs = ("samples.marked", "TỐI MẬT", "TUYỆT MẬT", "MARK)")
    with_a_mark = {name for name, text in texts.items() if any(sign in text for sign in signs)}

    assert {name for name in with_a_mark if "planted(Kind.MA" not in texts[name]} == WITHOUT_A_SERVER


WITHOUT_A_SERVER = {
    "test_extension_firefox.py",
    "test_extension_generic.py",
    "test_extension_interrupted.py",
    "test_extension_secrets.py",
    "test_extension_uploads.py",
    "test_scanner.py",
    "test_stamps.py",
}
