"""`congvu threads PATH`: who answers whom in a mailbox, and when a person first answered (contract 2)."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from backend.errors import UsageError
from backend.exit_status import EXIT_DONE

if TYPE_CHECKING:
    from backend.mail.first_answers import FirstAnswer, IsInside
    from backend.mail.threading import Threads

LONGEST_PATTERN = 1000  # characters


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="an mbox file or a folder of messages")
    parser.add_argument("--inside", metavar="REGEX", help="addresses of those who are asked (RE2 syntax)")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(arguments: argparse.Namespace) -> int:
    from backend.mail.first_answers import first_answers

    is_inside = _inside(arguments.inside)
    threads = threads_in(arguments.path)
    first = [answer_document(one) for one in first_answers(threads, is_inside)]
    if arguments.json:
        pairs = list(map(list, threads.parent.items()))
        print(json.dumps({"pairs": pairs, "threads": threads.threads, "first": first}, ensure_ascii=False))
        return EXIT_DONE
    for one in first:
        waited = "" if one["seconds"] is None else f" after {one['seconds']} s ({one['working_seconds']} s worked)"
        print(f"{one['question']}: {one['answer'] or 'no answer'}{waited}")
    print(f"{len(threads.mails)} messages, {len(threads.threads)} threads, {len(first)} questions")
    return EXIT_DONE


def threads_in(path: Path) -> "Threads":
    """
    Raises:
        OSError: the path cannot be opened.
        UsageError: it is a file that holds no mail.
    """
    from backend.mail.stored import holds_letters, stored_files, stored_headers
    from backend.mail.thread_mail import thread_mail
    from backend.mail.threading import threads_of

    files = stored_files(path)
    if files == [path] and not holds_letters(path):
        raise UsageError(f"{path}: neither an mbox file nor a message")
    read = (thread_mail(header) for file in files for header in stored_headers(file))
    return threads_of(mail for mail in read if mail is not None)


def answer_document(found: "FirstAnswer") -> dict[str, object]:
    """One entry of `first`. Working time by the calendar that ships with the product."""
    from backend.workingtime.data import default_calendar
    from backend.workingtime.hours import working_time_between

    seconds, worked, moments = None, None, found.moments()
    if moments is not None:
        seconds = int((moments[1] - moments[0]).total_seconds())
        worked = int(working_time_between(*moments, default_calendar()).total_seconds())
    return {
        "question": found.question.message_id,
        "answer": found.answer.message_id if found.answer else None,
        "seconds": seconds,
        "working_seconds": worked,
    }


def _inside(pattern: str | None) -> "IsInside | None":
    """RE2 never takes longer than the address is long, whatever the pattern."""
    import re2

    if pattern is None:
        return None
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        compiled = re2.compile(pattern[: LONGEST_PATTERN + 1], options=options)
    except re2.error as error:
        raise UsageError(f"--inside: {_reason(error)}") from None
    if len(pattern) > LONGEST_PATTERN:
        raise UsageError(f"--inside: longer than {LONGEST_PATTERN} characters")
    return lambda address: compiled.search(address) is not None


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
