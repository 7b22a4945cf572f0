"""The sentences that explain a due date or a figure, in Vietnamese (or English), from locale files."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from backend.correspondence.deadlines import Due, TermStart, due_of
from backend.correspondence.figure import Figure
from backend.correspondence.models import Correspondence
from backend.correspondence.terms import LetterState, Period, SenderClass, Turn, Urgency
from backend.workingtime.calendar import Calendar
from backend.workingtime.data import rules_folder
from backend.workingtime.hours import in_vietnam

_OF_N = ("closed", "elsewhere", "reopened", "undated")
_ASIDE = ("passed_on", "no_answer", "returned", "merged")


def received(moment: datetime, language: str = "vi") -> str:
    """`08:15 ngày 05/01/2026`."""
    local = in_vietnam(moment)
    return _text("received", language).format(time=f"{local:%H:%M}", day=_day(local.date()))


def due(moment: datetime, language: str = "vi") -> str:
    """`chậm nhất hết giờ làm việc (17:00) thứ Hai, ngày 12/01/2026`."""
    local = in_vietnam(moment)
    weekday = _texts(language)["weekdays"][local.weekday()]
    return _text("due", language).format(time=f"{local:%H:%M}", weekday=weekday, day=_day(local.date()))


def missed_check(box: Mapping[str, Any], language: str) -> str:
    """A line of a reminder: which box, which window, how many in a row, how many letters waited."""
    name = "check_reminder_item_again" if box["missed"] > 1 else "check_reminder_item"
    begins, ends = (in_vietnam(datetime.fromisoformat(box[end])) for end in ("from", "to"))
    return _text(name, language).format(
        mailbox=box["mailbox"],
        begins=f"{begins:%H:%M}",
        ends=f"{ends:%H:%M, %d/%m/%Y}",
        missed=box["missed"],
        letters=box["letters"],
    )


def no_due(language: str = "vi") -> str:
    return _text("no_due", language)


def how_due(started_on: date, counted: Due, language: str = "vi") -> str:
    """How many days, from when to when, which days were passed over, and on what basis."""
    term = counted.counted
    own = counted.term.decision_number
    name = f"how_due_{counted.term.unit.value}" if counted.term.days else "how_due_same_day"
    text = _text(name, language).format(
        days=counted.term.days,
        received=_day(started_on),
        first=_day(term.first_day),
        last=_day(term.last_day),
        basis=_text("own_term", language).format(decision=own) if own else counted.term.basis,
    )
    off = ", ".join(f"{_day(day)} ({name})" for day, name in term.passed_over)
    return text + (_text("days_off", language).format(days=off) if off else "")


def how_due_of(row: Correspondence, calendar: Calendar, language: str = "vi") -> str:
    """How a stored letter's due date came about."""
    if row.due_at is None:
        return dossier(row.dossiers, language) if row.dossiers else _text("no_due", language)
    if row.deadline_id is None:
        return _text("named_due", language).format(day=_day(in_vietnam(row.due_at).date()))
    counted = due_of(SenderClass(row.sender_class), row.received_at, calendar, row.matter, row.valid_paper_on)
    by_paper = counted.term.start is TermStart.VALID_PAPER and row.valid_paper_on
    text = how_due(by_paper or in_vietnam(row.received_at).date(), counted, language)
    moved = row.due_at != counted.counted.due_at
    return text + (_text("moved_due", language).format(day=_day(in_vietnam(row.due_at).date())) if moved else "")


def paper(symbol: str, on: date | None, language: str = "vi") -> str:
    """`văn bản số 12/UBND-VX ngày 02/01/2026`, as far as it is known."""
    if not symbol:
        return _text("paper", language)
    numbered_paper = _text("paper_numbered", language).format(symbol=symbol)
    return numbered_paper + (_text("of_day", language).format(day=_day(on)) if on else "")


def instead(said: Mapping[str, Any], language: str = "vi") -> str:
    """`: văn bản số 13/UBND-VX ngày 05/01/2026, gửi lúc 08:15 ngày 05/01/2026`, as far as the sender said it."""
    symbol, sent_at = str(said.get("paper_symbol") or ""), said.get("sent_at")
    on = date.fromisoformat(said["paper_on"]) if said.get("paper_on") else None
    parts = [paper(symbol, on, language)] if symbol else []
    if sent_at:
        parts.append(_text("sent_at", language).format(moment=received(datetime.fromisoformat(sent_at), language)))
    return f" ({', '.join(parts)})" if parts else ""


def registered(number: str, language: str = "vi") -> str:
    return _text("registered", language).format(number=number) if number else _text("not_registered", language)


def numbered(number: str, language: str = "vi") -> str:
    """`, số 12/UBND-VX`; nothing without a number."""
    return _text("with_number", language).format(number=number) if number else ""


def reason(what: str, code: str, language: str = "vi") -> str:
    """The words for a code of a closed list (`acts.REASONS`, `acts.CHANNELS`)."""
    return _text(f"{what}_{code}", language)


def state(of: LetterState, language: str = "vi") -> str:
    return _text(f"state_{of.value}", language)


def passed(agency_name: str, language: str = "vi") -> str:
    return _text("passed", language).format(agency=agency_name)


def step(what: str, unit_name: str, language: str = "vi") -> str:
    return _text(f"step_{what}", language).format(unit=unit_name)


def day(on: date) -> str:
    return _day(on)


def dossier_due(language: str = "vi") -> str:
    return _text("dossier_due", language)


def dossier(codes: str, language: str = "vi") -> str:
    """Where the one-stop dossier is followed that a letter is about."""
    return _text("dossier", language).format(codes=codes.replace(" ", ", "), url=_dossier_page())


def urgency(of: Urgency, language: str = "vi") -> str:
    return _text(f"urgency_{of.value.lower()}", language)


def alert_subject(urgency_words: str, agency_name: str, language: str = "vi") -> str:
    return _text("alert_subject", language).format(urgency=urgency_words, agency=agency_name)


def other_agency(language: str = "vi") -> str:
    """Of an agency that the directory does not name."""
    return _text("other_agency", language)


def turn(whose: Turn, language: str = "vi") -> str:
    """Why a stretch of time is not the agency's."""
    return _text(f"turn_{whose.value}", language)


def figures(
    sender_class: SenderClass,
    period: Period,
    figure: Figure,
    now: datetime,
    left_out: Sequence[int] = (),
    language: str = "vi",
    *,
    sealed: Sequence[int] = (),
) -> str:
    """How we got this: what was counted, how, and what was not. `sealed`: months whose letters were deleted."""
    counts = figure.counts

    def said(name: str, **values: object) -> str:
        return _text(name, language).format(**values)

    told = [
        said(
            "figures",
            count=figure.count,
            sender=_text(sender_class.value, language),
            since=_day(period.since),
            until=_day(period.until),
            answered=counts.answered,
            open=figure.open,
            now=received(now, language),
        )
    ]
    told += [said(f"figures_{name}", count=number) for name in _OF_N if (number := getattr(counts, name))]
    missing = [name for name in ("median", "p90") if figure.count and getattr(figure, name).value is None]
    if missing:
        told.append(said("undecided", missing=", ".join(_text(name, language) for name in missing)))
    aside = [said(f"aside_{name}", count=number) for name in _ASIDE if (number := getattr(counts, name))]
    if aside:
        told.append(said("figures_aside", aside=", ".join(aside)))
    if figure.on_time.of or figure.not_yet_due:
        told.append(said("figures_on_time", of=figure.on_time.of, later=figure.not_yet_due))
    if left_out:
        months = ", ".join(f"{month % 100:02}/{month // 100}" for month in left_out)
        told.append(said("figures_left_out", months=months))
    if sealed:
        told.append(said("figures_sealed", last=f"{max(sealed) % 100:02}/{max(sealed) // 100}"))
    return "".join(told) + (said("figures_interval") if figure.count else "")


def words(name: str, language: str = "vi", **values: object) -> str:
    """A text of the locale file with its values."""
    return _text(name, language).format(**values)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _text(name: str, language: str) -> str:
    return str(_texts(language)[name])


@cache
def _texts(language: str) -> dict[str, Any]:
    return tomllib.loads(files("backend.correspondence").joinpath(f"locales/{language}.toml").read_text("utf-8"))


@cache
def _dossier_page() -> str:
    signs = tomllib.loads((rules_folder() / "letters" / "signs.toml").read_text("utf-8"))
    return str(signs["dossier_page"]["url"])
