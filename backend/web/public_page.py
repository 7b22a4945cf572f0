"""`/cong-khai`: how fast the province's agencies answer, how that is counted, how well the rules do. For everybody."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import Clock
from backend.correspondence.figure import Figure
from backend.correspondence.months import month_of
from backend.correspondence.public_figures import SENDERS, PublicFigures, public_figures
from backend.correspondence.terms import SenderClass
from backend.db import Database
from backend.web.accuracy import accuracy, is_of
from backend.web.bundle import BundleFile
from backend.web.caching import cacheable
from backend.web.dashboard_words import Words, month_name
from backend.web.locale import language_of
from backend.web.moments import date_and_time
from backend.web.pages import Pages

PATH = "/cong-khai"
COUNTED_AGAIN = timedelta(minutes=10)  # whoever reads, and however often


@dataclass(frozen=True, slots=True)
class Line:
    """An agency's figures of one sender class, in words."""

    name: str
    count: str
    median: str
    p90: str
    on_time: str
    on_time_of: str


class PublicPage:
    def __init__(self, database: Database, clock: Clock, pages: Pages, bundle: BundleFile) -> None:
        self._database, self._clock, self._pages, self._bundle = database, clock, pages, bundle
        self._read: tuple[datetime, PublicFigures | None] | None = None
        self._reading = asyncio.Lock()

    def routes(self) -> list[Route]:
        return [Route(PATH, self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        counted_at, figures = await self._figures()
        words = Words(language_of(request))
        served = self._bundle.current()
        page = self._pages.draw(
            request,
            "public.html",
            path=PATH,
            indexed=True,
            sections=[] if figures is None else [_section(figures, one, words) for one in SENDERS],
            months=_months(figures),
            counted_at=date_and_time(counted_at),
            rules=accuracy().rules,
            counts=accuracy().counts,
            bundle=served.bundle.version if served else "",
            is_measured=served is not None and is_of(served.text),
        )
        return cacheable(request, page, counted_at)

    async def _figures(self) -> tuple[datetime, PublicFigures | None]:
        async with self._reading:
            now = self._clock.now()
            if self._read is None or now - self._read[0] >= COUNTED_AGAIN:
                async with self._database.read() as session:
                    self._read = now, await public_figures(session, now)
            return self._read


def _section(figures: PublicFigures, sender: SenderClass, words: Words) -> dict[str, object]:
    whole, agencies = figures.whole.get(sender), figures.agencies[sender]
    names = figures.names
    return {
        "sender": sender,
        "whole": None if whole is None else _line("", whole, words),
        "open": 0 if whole is None else whole.open,
        "agencies": [
            _line(names[code], agencies[code], words) for code in sorted(agencies, key=lambda code: (names[code], code))
        ],
        "left_out": ", ".join(month_name(month) for month in figures.left_out[sender]),
    }


def _line(name: str, figure: Figure, words: Words) -> Line:
    share = figure.on_time
    return Line(
        name=name,
        count=str(figure.count),
        median=words.duration(figure.median.value),
        p90=words.duration(figure.p90.value),
        on_time=words.percent(share.value),
        on_time_of=words.say("of_due", count=share.of) if share.value is not None else "",
    )


def _months(figures: PublicFigures | None) -> tuple[str, str]:
    if figures is None:
        return "", ""
    return month_name(month_of(figures.period.since)), month_name(month_of(figures.period.until))
