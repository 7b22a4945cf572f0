"""`congvu …`: finds the command's module and runs it; each command imports only what it needs (contract 2)."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, cast
from urllib.parse import parse_qs, urlsplit

from backend.errors import DomainError, UsageError
from backend.exit_status import EXIT_DONE, EXIT_USAGE

# name → (module, one line of help)
COMMANDS = {
    "classify": ("backend.commands.classify", "judge files as the gates would"),
    "recipients": ("backend.commands.recipients", "read Kính gửi and Nơi nhận of a paper"),
    "text": ("backend.commands.text", "recognise the charset of a text, convert it to Unicode"),
    "rules": ("backend.commands.rules", "test, sign and verify rule bundles"),
    "serve": ("backend.commands.serve", "run the backend"),
    "migrate": ("backend.commands.migrate", "bring the database to the current schema"),
    "database": ("backend.commands.database", "move everything from SQLite to PostgreSQL, proved equal"),
    "backup": ("backend.commands.backup", "save a deployment on SQLite while it serves"),
    "restore": ("backend.commands.restore", "bring a backup back, and every letter the journal knows since"),
    "doctor": ("backend.commands.doctor", "look for what is wrong with a deployment, and say what mends it"),
    "webmail": ("backend.commands.webmail", "register a webmail and print its plugin's configuration"),
    "emergency": ("backend.commands.emergency", "a way in for an administrator while nothing else lets anybody in"),
    "directory": ("backend.commands.directory", "import and export the official directory"),
    "load": ("backend.commands.load", "make up a province to try things out"),
    "register": ("backend.commands.register", "take a register of outgoing papers over, list what was not mailed"),
    "addresses": ("backend.commands.addresses", "official mailboxes in trouble, agencies with no confirmed address"),
    "retention": ("backend.commands.retention", "how long issued papers are kept, and what was forgotten"),
    "subject": ("backend.commands.subject", "what is held about one person"),
    "privacy": ("backend.commands.privacy", "papers about personal data, from the register of purposes"),
    "report": ("backend.commands.report", "the report of a quarter, the draft regulation: to be checked and signed"),
    "import": ("backend.commands.import_mail", "take over past letters as facts"),
    "receipts": ("backend.commands.receipts", "read delivery reports and read receipts"),
    "threads": ("backend.commands.threads", "thread a mailbox, find the first human answer to each question"),
    "autoreply": ("backend.commands.autoreply", "judge whether a person wrote a mail, and whether to acknowledge it"),
    "extension": ("backend.commands.extension", "the browser extension for this province's webmails, and its policies"),
    "worktime": ("backend.commands.worktime", "working time between two moments, step by step"),
}


class Command(Protocol):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work and return the exit status: 0 done, 1 as contract 2 says, 2 bad usage."""
        ...


def main(argv: Sequence[str] | None = None) -> int:
    argv = list(sys.argv[1:] if argv is None else argv)
    if not argv or argv[0] not in COMMANDS:
        return _overview(argv)
    module, summary = COMMANDS[argv[0]]
    command = cast("Command", importlib.import_module(module))
    parser = argparse.ArgumentParser(prog=f"congvu {argv[0]}", description=summary)
    command.add_arguments(parser)
    arguments = parser.parse_args(argv[1:])
    try:
        for option, name in {"--database": "database", "--from": "source", "--to": "target"}.items():
            _refuse_password(option, getattr(arguments, name, None))
        return command.run(arguments)
    except UsageError as error:
        return _refuse(error.message)
    except OSError as error:
        return _refuse(f"{error.filename or argv[0]}: {error.strerror or error}")
    except DomainError as error:
        return _refuse(f"{error.code}: {error.message}")


def _refuse_password(option: str, database: object) -> None:
    """
    Raises:
        UsageError: the address of the database holds a password, and whoever lists processes would read it.
    """
    parts = urlsplit(database if isinstance(database, str) else "")
    if parts.password or "password" in parse_qs(parts.query):
        raise UsageError(f"{option}: a password belongs into CONGVU_DATABASE_URL or ~/.pgpass, not on a command line")


def _refuse(reason: str) -> int:
    print(f"congvu: {reason}", file=sys.stderr)
    return EXIT_USAGE


def _overview(argv: Sequence[str]) -> int:
    asked = not argv or argv[0] in ("-h", "--help", "help")
    stream = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"congvu: no command {argv[0]!r}", file=stream)
    for name, (_, summary) in COMMANDS.items():
        print(f"  congvu {name:<12} {summary}", file=stream)
    return EXIT_DONE if asked else EXIT_USAGE
