"""Tries every port of the demo before anything is started."""

import socket
from collections.abc import Iterable

from deploy.demo.layout import LOOPBACK, Ports
from deploy.demo.refusal import Refused


def refuse_busy(ports: Ports) -> None:
    """
    Raises:
        Refused: a port of the range is taken; names each.
    """
    busy = busy_ports(ports.reserved)
    if busy:
        named = ", ".join(map(str, busy))
        first, last = ports.reserved[0], ports.reserved[-1]
        raise Refused(
            f"port {named} of {first}-{last} is in use: stop what listens there, or choose others with PORT_BASE=…"
        )


def busy_ports(ports: Iterable[int]) -> list[int]:
    return [port for port in ports if not _is_free(port)]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections in TIME_WAIT do not count
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True
