"""A step is done again when what it was done with has changed, and only then."""

from pathlib import Path

from deploy.demo.bootstrap import stamps


def test_the_same_files_give_the_same_digest(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("starlette==1.10\n")

    assert stamps.digest([lock], "here") == stamps.digest([lock], "here")


def test_a_changed_file_or_word_changes_it(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("starlette==1.10\n")
    before = stamps.digest([lock], "here")

    assert stamps.digest([lock], "there") != before
    lock.write_text("starlette==1.11\n")
    assert stamps.digest([lock], "here") != before


def test_a_file_that_is_missing_is_not_an_empty_one(tmp_path: Path) -> None:
    lock = tmp_path / "requirements.lock"
    missing = stamps.digest([lock])
    lock.touch()

    assert stamps.digest([lock]) != missing


def test_a_stamp_stands_for_its_value_only(tmp_path: Path) -> None:
    stamp = tmp_path / "deep" / "stamp"
    assert not stamps.stands(stamp, "a1")

    stamps.put(stamp, "a1")

    assert stamps.stands(stamp, "a1")
    assert not stamps.stands(stamp, "b2")
