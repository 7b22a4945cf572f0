"""`python -m deploy.demo up|stop|reset`: the demo of Thư Công Vụ on this machine (`make demo` installs, then calls it).

Settings come from the environment or the command line: DEMO_DIR (default /var/lib/congvu-demo), PORT_BASE (default
8800; the twenty ports from there on are the demo's). Two demos with other values of both run side by side.
"""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.demo.layout import DEFAULT_HOME, DEFAULT_PORT_BASE, PORTS_RESERVED, Layout, Ports
from deploy.demo.refusal import Refused
from deploy.demo.running import known_layout, reset, stop, up


def main(argv: Sequence[str]) -> int:
    arguments = _parser().parse_args(argv)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that a start that is cut off takes down what it began
    os.umask(0o022)  # whatever the caller's: the servers' users have to read what is written here
    try:
        layout = _layout(arguments.directory, arguments.port_base)
        if os.geteuid() != 0:
            return _again_as_root(arguments.action, layout, arguments.role)
        if arguments.action == "up":
            up(layout, arguments.role)
        elif arguments.action == "stop":
            stop(known_layout(layout))
        else:
            reset(known_layout(layout))
    except Refused as refused:
        print(f"demo: {refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read what we say has read enough; the work is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.demo", description="the demo of Thư Công Vụ")
    parser.add_argument("action", choices=["up", "stop", "reset"])
    parser.add_argument("--directory", default=os.environ.get("DEMO_DIR") or str(DEFAULT_HOME), metavar="DEMO_DIR")
    parser.add_argument("--port-base", default=os.environ.get("PORT_BASE") or str(DEFAULT_PORT_BASE), metavar="N")
    parser.add_argument("--role", action="append", help="roles of one backend process; again for another process")
    return parser


def _layout(directory: str, port_base: str) -> Layout:
    """
    Raises:
        Refused: a value that cannot be used.
    """
    if not port_base.isdecimal() or not 1024 <= int(port_base) <= 65536 - PORTS_RESERVED:
        raise Refused(f"PORT_BASE={port_base}: give a number from 1024 to {65536 - PORTS_RESERVED}")
    home = Path(directory).expanduser().resolve()
    if home == Path("/") or any(character.isspace() or character in "{}$;\"'" for character in str(home)):
        raise Refused(f"DEMO_DIR={directory}: give a folder of its own, without spaces or quotes in its path")
    return Layout(home, Ports(int(port_base)))


def _again_as_root(action: str, layout: Layout, roles: Sequence[str] | None) -> int:
    """Postfix and Dovecot need root; everything else drops it again."""
    print("demo: asking sudo, because Postfix and Dovecot start as root", flush=True)
    command = ["sudo", sys.executable, "-B", "-m", "deploy.demo", action]
    command += ["--directory", str(layout.home), "--port-base", str(layout.ports.base)]
    for role in roles or ():
        command += ["--role", role]
    try:
        os.execvp(command[0], command)
    except FileNotFoundError:
        raise Refused("run as root, or install sudo") from None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
