"""Whom a request comes from, for limits and for the mail server."""

import pytest
from starlette.requests import Request

from backend.web.client import client_address, client_key


def from_client(host: str | None) -> Request:
    return Request({"type": "http", "headers": [], "client": (host, 1) if host is not None else None})


@pytest.mark.parametrize(
    ("host", "address", "key"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::9", "2001:db8:1:2:3::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ('1" LOGOUT', "", "unknown"),
        ("", "", "unknown"),
        (None, "", "unknown"),
    ],
)
def test_a_client_is_its_address_or_its_network(host: str | None, address: str, key: str) -> None:
    assert client_address(from_client(host)) == address
    assert client_key(from_client(host)) == key
