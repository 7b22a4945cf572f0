"""What cannot be used is refused in one line, before anything is made."""

from pathlib import Path

import pytest

from deploy.demo.__main__ import main
from deploy.demo.bootstrap.__main__ import main as bootstrap
from deploy.demo.layout import Layout, Ports
from deploy.demo.refusal import Refused
from deploy.demo.running import known_layout
from deploy.demo.stack import refuse_hidden


@pytest.mark.parametrize("port_base", ["abc", "80", "65530", "-1", ""])
def test_a_port_base_that_leaves_no_room_is_refused(port_base: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["up", "--port-base", port_base]) == 1

    assert capsys.readouterr().err == f"demo: PORT_BASE={port_base}: give a number from 1024 to 65516\n"


@pytest.mark.parametrize("directory", ["/", "/srv/my demo", "/srv/$demo", "/srv/{demo}"])
def test_a_folder_whose_name_breaks_configuration_files_is_refused(
    directory: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["up", "--directory", directory]) == 1

    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith(f"demo: DEMO_DIR={directory}: ")


def test_a_folder_below_a_closed_one_is_refused_by_name(tmp_path: Path) -> None:
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)

    with pytest.raises(Refused, match="other users may not enter /"):
        refuse_hidden(closed / "demo")

    assert list(closed.iterdir()) == []


def test_a_demo_is_found_again_on_the_ports_it_came_up_on(tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text('{"smtp_port": 9002}', "utf-8")

    assert known_layout(Layout(tmp_path, Ports(8800))).ports == Ports(9000)


def test_without_a_description_the_ports_are_those_asked_for(tmp_path: Path) -> None:
    assert known_layout(Layout(tmp_path, Ports(8800))).ports == Ports(8800)


def test_the_bootstrap_knows_two_purposes() -> None:
    assert bootstrap(["production"]) == 2
    assert bootstrap([]) == 2
