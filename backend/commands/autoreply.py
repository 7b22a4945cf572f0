"""`congvu autoreply`: one raw message on standard input; did a person write it, may a machine answer (contract 2)."""

import argparse
import json
import sys

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE

PERSON = "person"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document, as without it")


def run(_arguments: argparse.Namespace) -> int:
    from backend.mail.automatic_letter import judge_letter

    raw = sys.stdin.buffer.read()
    if not raw.strip():
        raise UsageError("autoreply: no message on standard input")
    judged = judge_letter(raw)
    document = {
        "counts_as_reply": judged.counts_as_reply,
        "send_ack": judged.may_acknowledge,
        "bounce": judged.bounce,
        "reason": judged.reason or PERSON,
    }
    print(json.dumps(document))
    return EXIT_DONE
