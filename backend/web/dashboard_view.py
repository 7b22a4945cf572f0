"""The dashboard in words: its first sentence, what today asks for, its tables and drawings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.compliance.mailbox_checks import CheckState
from backend.correspondence import wording
from backend.correspondence.figure import Figure
from backend.correspondence.months import months_between
from backend.correspondence.response_time import curve
from backend.web import dashboard_tables as tables
from backend.web.dashboard_drawing import Drawing, curve_drawing, trend_drawing
from backend.web.dashboard_question import Question
from backend.web.dashboard_reading import Reading
from backend.web.dashboard_tables import Table
from backend.web.dashboard_words import Words, month_name
from backend.web.moments import date_and_time

HOW, OPEN, CHECKS = "#cach-tinh", "#ages", "#checks"  # where on the page a number is explained


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the first sentence: words, the number among them, and where it is explained."""

    before: str
    number: str
    after: str
    link: str


@dataclass(frozen=True, slots=True)
class Errand:
    """Something today asks for. `link`: "" where it is done in the mailbox."""

    words: str
    link: str


@dataclass(frozen=True, slots=True)
class View:
    """`sentence` is empty, and `nothing` says why, where there is no figure."""

    sentence: tuple[Piece, ...]
    nothing: str
    errands: tuple[Errand, ...]
    figure: Figure
    facts: tuple[tuple[str, str, str, str], ...]
    explanation: str
    tables: Mapping[str, Table]
    curve: Drawing | None
    trend: Drawing | None


def view(found: Reading, question: Question, names: Mapping[str, str], words: Words) -> View:
    figures, sender_class = found.figures, question.sender_class
    figure, left_out = figures.figure(sender_class), figures.left_out(sender_class)
    waits, longest = figures.waits(sender_class), figure.oldest_open or 0
    explanation = wording.figures(
        sender_class, figures.period, figure, figures.now, left_out, words.language, sealed=figures.sealed
    )
    return View(
        sentence=tuple(_sentence(figure, words)),
        nothing="" if figure.count else words.say("all_hidden" if left_out else "no_letters"),
        errands=tuple(_errands(found, words)),
        figure=figure,
        facts=tuple(_facts(figure, words)),
        explanation=explanation,
        tables=every_table(found, question, names, words),
        curve=curve_drawing(curve(waits), curve(found.before.waits(sender_class)), longest, words),
        trend=_trend(found, question, words),
    )


def every_table(found: Reading, question: Question, names: Mapping[str, str], words: Words) -> dict[str, Table]:
    """By name; those without rows are left out."""
    figures, sender_class = found.figures, question.sender_class
    made = [
        tables.by_class(figures, words),
        tables.by_matter(figures, sender_class, found.matters, words),
        tables.by_month(figures, sender_class, words),
        tables.curve_table(figures.waits(sender_class), found.before.waits(sender_class), words),
        tables.ages(figures, sender_class, words),
        tables.waits_table(figures.figure(sender_class), words),
    ]
    if question.below:
        made.append(tables.by_agency(figures, sender_class, names, words))
    if found.checks is not None:
        made.append(tables.checks_table(found.checks, words))
    return {one.name: one for one in made if one.rows}


def _sentence(figure: Figure, words: Words) -> list[Piece]:
    if not figure.count:
        return []
    if figure.median.value is None:
        pieces = [_piece(words, "median_undecided", HOW)]
    else:
        pieces = [_piece(words, "half", HOW, time=words.duration(figure.median.value))]
        if figure.p90.value is None:
            pieces.append(_piece(words, "p90_undecided", HOW))
        else:
            pieces.append(_piece(words, "nine_of_ten", HOW, time=words.duration(figure.p90.value)))
    if figure.open:
        pieces.append(_piece(words, "still_open", OPEN, count=figure.open))
        pieces.append(_piece(words, "oldest", OPEN, time=words.duration(figure.oldest_open)))
    else:
        pieces.append(_piece(words, "none_open", HOW))
    return pieces


def _piece(words: Words, name: str, link: str, **values: object) -> Piece:
    """A text of the form `before|number|after`."""
    before, number, after = words.say(name, **values).split("|")
    return Piece(before, number, after, link)


def _errands(found: Reading, words: Words) -> list[Errand]:
    errands = []
    if found.to_approve:
        errands.append(Errand(words.say("to_approve", count=found.to_approve), "/cho-phep"))
    if found.due:
        errands.append(Errand(words.say("due", count=found.due), ""))
    windows = [check for box in found.checks.boxes for check in box.windows] if found.checks else []
    missed = sum(check.state is CheckState.MISSED for check in windows)
    if missed:
        errands.append(Errand(words.say("missed", count=missed), CHECKS))
    for one in found.troubles or ():
        said = words.say(f"trouble_{one.trouble}", address=one.address, since=date_and_time(one.since))
        errands.append(Errand(said, ""))
    return errands


def _facts(figure: Figure, words: Words) -> list[tuple[str, str, str, str]]:
    """Name, number, what is to be known beside it, and which part of the letters it is of (GraphQL's FigurePart)."""
    if not figure.count:
        return []
    share = figure.on_time
    return [
        (words.say("fact_count"), str(figure.count), words.say("fact_answered", count=figure.counts.answered), "COUNT"),
        (words.say("fact_open"), str(figure.open), words.duration(figure.oldest_open) if figure.open else "", "OPEN"),
        (words.say("col_median"), words.duration(figure.median.value), words.interval(figure.median), ""),
        (words.say("col_p90"), words.duration(figure.p90.value), words.interval(figure.p90), ""),
        (words.say("col_on_time"), words.percent(share.value), words.share_interval(share), "IN_TIME"),
        (words.say("fact_due"), str(share.of), words.say("fact_not_yet_due", count=figure.not_yet_due), "DUE"),
    ]


def _trend(found: Reading, question: Question, words: Words) -> Drawing | None:
    by_month, months = found.figures.by_month(question.sender_class), months_between(found.figures.period)
    rows = [by_month.get(month) for month in months]
    series = [
        ("p50", [one.median.value if one else None for one in rows]),
        ("p90", [one.p90.value if one else None for one in rows]),
    ]
    return trend_drawing(months, series, words)


def hidden_months(found: Reading, question: Question) -> str:
    """`01/2026, 02/2026`; empty where nothing is left out."""
    of = question.sender_class
    return ", ".join(map(month_name, [*found.before.left_out(of), *found.figures.left_out(of)]))
