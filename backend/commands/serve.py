"""`congvu serve`: the backend, all roles in one process or some of them."""

import argparse
import asyncio
from pathlib import Path

from backend.errors import DomainError, UsageError
from backend.exit_status import EXIT_DEFECT, EXIT_DONE
from backend.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", default="web,milter,worker", help="web, milter, worker: one or several, by comma")
    parser.add_argument("--host", help="address to listen on (settings: host)")
    parser.add_argument("--port", type=int, help="port to listen on (settings: port)")
    parser.add_argument("--database", metavar="URL", help="database (settings: database_url)")
    parser.add_argument("--settings", type=Path, metavar="FILE", help="congvu.toml (else $CONGVU_SETTINGS)")


def run(arguments: argparse.Namespace) -> int:
    from backend import process_memory

    process_memory.settle()  # before the imports, which make most of the objects that stay
    import uvloop

    from backend.app import Role, serve
    from backend.clock import SystemClock
    from backend.incident import log_incident
    from backend.log_lines import log_to_standard_error

    try:
        roles = {Role(name.strip()) for name in arguments.role.split(",")}
    except ValueError as error:
        raise UsageError(f"--role: {error}; there are {', '.join(Role)}") from error
    settings = Settings.load(arguments.settings).changed(
        host=arguments.host, port=arguments.port, database_url=arguments.database
    )
    log_to_standard_error(settings.log_format, ",".join(sorted(roles)))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        try:
            runner.run(serve(settings, roles, SystemClock()))
        except (DomainError, OSError):
            raise
        except Exception as error:  # noqa: BLE001 - a role's defect ends the process, and says so without content
            log_incident(error, "serve")
            return EXIT_DEFECT
    return EXIT_DONE
