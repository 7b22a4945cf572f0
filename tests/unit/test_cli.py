"""`congvu`: finds its commands, imports none of them early, and says in one line what is wrong."""

import argparse
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.cli import COMMANDS, main


def test_without_a_command_every_command_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0

    listed = capsys.readouterr().out
    assert all(f"congvu {name}" in listed for name in COMMANDS)


def test_an_unknown_command_is_bad_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classfy"]) == 2

    assert "no command 'classfy'" in capsys.readouterr().err


@pytest.mark.parametrize(("module", "summary"), COMMANDS.values(), ids=COMMANDS)
def test_every_command_of_the_list_exists(module: str, summary: str) -> None:
    command = importlib.import_module(module)

    assert callable(command.add_arguments)
    assert callable(command.run)
    assert summary


def test_a_path_that_cannot_be_opened_is_one_line_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--settings", "/nowhere/congvu.toml"]) == 2

    assert capsys.readouterr().err == "congvu: /nowhere/congvu.toml: No such file or directory\n"


def test_a_role_that_does_not_exist_is_named_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--role", "web,mailer"]) == 2

    said = capsys.readouterr().err
    assert "'mailer'" in said
    assert "web, milter, worker" in said


def test_the_overview_imports_neither_the_web_nor_the_database() -> None:
    heavy = ["sqlalchemy", "strawberry", "starlette", "pypdfium2"]
    code = f"import sys; from backend.cli import main; main([]); print([m for m in {heavy} if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.splitlines()[-1] == "[]"


def test_what_serves_imports_no_reader_of_files_no_typesetter_and_nothing_that_migrates() -> None:
    """Twenty megabytes in each process, and a third of a second; extractor processes read files."""
    heavy = ["pypdfium2", "libarchive", "typst", "alembic", "backend.documents.extract"]
    roles = ("gateway.milter_server", "web.application", "graphql.endpoint", "worker", "worker_seams", "db.migrate")
    imported = "".join(f", backend.{role}" for role in roles)
    code = f"import sys{imported}; print([m for m in {heavy} if m in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    "url",
    ["postgresql+asyncpg://congvu:bi-mat-cua-may@db/congvu", "postgresql+asyncpg://db/congvu?password=bi-mat-cua-may"],
)
def test_a_password_on_the_command_line_is_refused_and_not_repeated(
    url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", "--database", url]) == 2

    said = capsys.readouterr().err
    assert "CONGVU_DATABASE_URL" in said
    assert "bi-mat-cua-may" not in said


@pytest.mark.parametrize(("module", "summary"), COMMANDS.values(), ids=COMMANDS)
def test_what_names_a_secret_on_the_command_line_is_a_file(module: str, summary: str) -> None:
    parser = argparse.ArgumentParser()
    importlib.import_module(module).add_arguments(parser)

    for action in actions_of(parser):
        names = " ".join((*action.option_strings, action.dest))
        if re.search(r"key|secret|password|token|credential", names):
            assert action.type is Path or isinstance(action, argparse._StoreTrueAction), names


def actions_of(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from actions_of(below)
