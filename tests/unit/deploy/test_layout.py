"""Places and ports of a demo; configuration files filled with them."""

from pathlib import Path

import pytest

from deploy.demo.filling import FOLDER, fill
from deploy.demo.layout import Layout, Ports
from deploy.demo.stack import LONGEST_SOCKET, SOCKET_PATH_LIMIT_BYTES


def test_every_port_lies_in_the_reserved_range_and_no_two_are_the_same() -> None:
    ports = Ports(8800)
    named = [
        ports.webmail,
        ports.backend,
        ports.smtp,
        ports.submission,
        ports.imap,
        ports.outside_webmail,
        ports.outside_submission,
        ports.sogo,
        ports.sogo_server,
        ports.sogo_database,
    ]

    assert len(set(named)) == len(named)
    assert set(named) <= set(ports.reserved)
    assert len(ports.reserved) == 20


def test_sockets_have_short_paths_however_long_the_demos_folder_is() -> None:
    layout = Layout(Path("/srv") / "a-very-long-name" / ("x" * 200), Ports(8800))

    assert len(f"{layout.runtime}/{LONGEST_SOCKET}") <= SOCKET_PATH_LIMIT_BYTES
    assert len(str(layout.milter_socket)) <= SOCKET_PATH_LIMIT_BYTES


def test_two_demos_share_no_folder_for_sockets() -> None:
    first, second = (Layout(Path(home), Ports(8800)) for home in ("/srv/a", "/srv/b"))

    assert first.runtime != second.runtime


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError, match="runtime"):
        fill("php-fpm.conf", home="/srv/demo")


def test_every_server_listens_on_loopback_only() -> None:
    listening = [
        line.strip()
        for name in ("nginx.conf", "master.cf", "dovecot.conf")
        for line in (FOLDER / name).read_text("utf-8").splitlines()
        if line.strip().startswith(("listen", "127.")) or " inet " in line
    ]

    assert len(listening) == 6
    assert all("127.0.0.1" in line for line in listening)
    assert "inet_interfaces = 127.0.0.1" in (FOLDER / "main.cf").read_text("utf-8")
