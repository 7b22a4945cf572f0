"""Requirement lines of installed packages (PEP 508)."""

import pytest

from deploy.demo.requirements import Requirement, requirements_in


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("anyio", Requirement("anyio")),
        ("Jinja2>=3.1,<4", Requirement("jinja2")),
        ("sqlalchemy[asyncio]>=2.1", Requirement("sqlalchemy", frozenset({"asyncio"}))),
        ("uvicorn [standard, extra] (>=0.5)", Requirement("uvicorn", frozenset({"standard", "extra"}))),
        ('tzdata; sys_platform == "win32"', Requirement("tzdata")),
        ("ruamel.yaml~=0.18", Requirement("ruamel.yaml")),
    ],
)
def test_a_line_names_a_package_and_its_extras(line: str, expected: Requirement) -> None:
    assert list(requirements_in([line])) == [expected]


def test_what_an_extra_asks_for_counts_only_when_the_extra_is_wanted() -> None:
    lines = ["click>=7", "uvloop>=0.15; sys_platform != 'win32' and extra == 'standard'"]

    assert [one.name for one in requirements_in(lines)] == ["click"]
    assert [one.name for one in requirements_in(lines, frozenset({"standard"}))] == ["click", "uvloop"]
