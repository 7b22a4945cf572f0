"""`python3 -m deploy.demo.bootstrap demo|test|chaos`: installs what that `make` target needs and this machine lacks.

Standard library only, for there may be nothing else yet. Says first what it will install; a second run finds
everything there and says nothing. Two runs in one checkout follow each other.
"""

import sys

OLDEST_PYTHON = (3, 11)
PURPOSES = ("demo", "test", "chaos")


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        print(
            f"bootstrap: Python 3.11 or newer is needed, {sys.executable} is {sys.version.split()[0]}", file=sys.stderr
        )
        return 1
    if len(arguments) != 1 or arguments[0] not in PURPOSES:
        print("usage: python3 -m deploy.demo.bootstrap demo|test|chaos", file=sys.stderr)
        return 2
    from deploy.demo.bootstrap.install import install
    from deploy.demo.refusal import Refused

    try:
        install(arguments[0])
    except Refused as refused:
        print(f"bootstrap: {refused}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
