"""`/directory`: the official addresses of the province for everybody, as pages and data (Chỉ thị, khoản 1 điểm d)."""

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.rate_limit import RateLimit
from backend.clock import Clock
from backend.db import Database
from backend.directory import history_queries
from backend.directory.official_address import AddressesOn, official_addresses
from backend.directory.public_changes import public_changes
from backend.directory.public_directory import PublicAgency
from backend.directory.search import DirectorySearch
from backend.directory.search_answer import FIRST_AT_MOST, TYPED_AT_MOST
from backend.directory_trust import directory_trust
from backend.settings import Settings
from backend.web.caching import cacheable
from backend.web.client import client_key
from backend.web.directory_view import FORMATS, DirectoryView, View
from backend.web.moments import date_and_time, iso
from backend.web.pages import Pages

PATH = "/directory"
CHANGES_AT_ONCE = 500
KINDS = (  # in the order of a province's own lists; other kinds come last, together
    "province_committee",
    "office",
    "department",
    "inspectorate",
    "board",
    "ward_committee",
    "commune_committee",
)


@dataclass(frozen=True, slots=True)
class DirectoryPages:
    database: Database
    clock: Clock
    pages: Pages
    limit: RateLimit
    view: DirectoryView
    settings: Settings
    search: DirectorySearch

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.province, methods=["GET"]),
            Route(f"{PATH}.{{form}}", self.data, methods=["GET"]),
            Route(f"{PATH}/changes", self.changes, methods=["GET"]),
            Route(f"{PATH}/{{code}}", self.agency, methods=["GET"]),
        ]

    async def province(self, request: Request) -> Response:
        typed = " ".join(request.query_params.get("tim", "").split())[:TYPED_AT_MOST]
        wait = self.limit.wait(client_key(request)) if typed else None
        if wait is not None:
            return self.pages.wait(request, wait, path=PATH)
        view = await self.view.current()
        found = await self.search.find(typed, FIRST_AT_MOST, None) if typed else []
        tops = view.directory.below.get(None, ())
        page = self.pages.draw(
            request,
            "directory.html",
            path=PATH,
            indexed=not typed,
            kept={"tim": typed} if typed else None,
            typed=typed,
            found=found,
            tops=tops,
            groups=[_groups(view, top.code) for top in tops],
            revision=view.revision,
            changed_at=date_and_time(view.modified_at),
        )
        return page if typed else cacheable(request, page, view.modified_at)

    async def agency(self, request: Request) -> Response:
        view = await self.view.current()
        agency = view.directory.agencies.get(request.path_params["code"])
        if agency is None:
            raise HTTPException(404)
        day = request.query_params.get("ngay", "")
        if day:
            return await self._on_a_day(request, view, agency, day)
        return cacheable(request, self._draw(request, view, agency, day, None), view.modified_at)

    async def data(self, request: Request) -> Response:
        if request.path_params["form"] not in FORMATS:
            raise HTTPException(404)
        view = await self.view.current()
        media_type, content = FORMATS[request.path_params["form"]]
        return cacheable(request, Response(content(view), media_type=media_type), view.modified_at)

    async def changes(self, request: Request) -> Response:
        """What changed after a number, of what anybody may see; `next`: the number to ask with again."""
        asked = request.query_params.get("after", "0")
        if not asked.isascii() or not asked.isdecimal() or len(asked) > 15:
            return Response(orjson.dumps({"code": "bad_after"}), 400, media_type="application/json")
        if (wait := self.limit.wait(client_key(request))) is not None:
            headers = {"Retry-After": str(math.ceil(wait.total_seconds()))}
            return Response(orjson.dumps({"code": "too_many"}), 429, headers, "application/json")
        async with self.database.read() as session:
            found = await history_queries.changes_after(session, int(asked), CHANGES_AT_ONCE)
        answer = {
            "changes": list(public_changes(found)),
            "next": found[-1].seq if found else int(asked),
            "more": len(found) == CHANGES_AT_ONCE,
        }
        return Response(orjson.dumps(answer), media_type="application/json")

    async def _on_a_day(self, request: Request, view: View, agency: PublicAgency, asked: str) -> Response:
        wait = self.limit.wait(client_key(request))
        if wait is not None:
            return self.pages.wait(request, wait, path=f"{PATH}/{agency.code}")
        try:
            day = date.fromisoformat(asked)
        except ValueError:
            return self._draw(request, view, agency, "", None, is_no_day=True)
        async with self.database.read() as session:
            answer = await official_addresses(
                session, agency.code, day, self.clock.now(), directory_trust(self.settings)
            )
        return self._draw(request, view, agency, day.isoformat(), answer)

    def _draw(
        self,
        request: Request,
        view: View,
        agency: PublicAgency,
        day: str,
        answer: AddressesOn | None,
        *,
        is_no_day: bool = False,
    ) -> Response:
        path = f"{PATH}/{agency.code}"
        return self.pages.draw(
            request,
            "directory_agency.html",
            path=path,
            indexed=not day,
            kept={"ngay": day} if day else None,
            agency=agency,
            above=view.directory.agencies.get(agency.parent or ""),
            groups=_groups(view, agency.code),
            day=day,
            answer=answer,
            is_no_day=is_no_day,
            write_day=_written_day,
            write_moment=_written_moment,
            revision=view.revision,
            changed_at=date_and_time(view.modified_at),
        )


def _groups(view: View, code: str) -> list[tuple[str, list[PublicAgency]]]:
    """The agencies under one, by kind; "other" for kinds that have no heading."""
    below = view.directory.below.get(code, ())
    named = [(agency.kind if agency.kind in KINDS else "other", agency) for agency in below]
    order = [*KINDS, "other"]
    named.sort(key=lambda pair: order.index(pair[0]))
    return [(kind, [agency for _, agency in pairs]) for kind, pairs in groupby(named, key=lambda pair: pair[0])]


def _written_day(day: date | None) -> str:
    """For people, alike in both languages: "05/01/2026"; "…" where nobody knows."""
    return day.strftime("%d/%m/%Y") if day else "…"


def _written_moment(moment: datetime) -> tuple[str, str]:
    """For programs and for people."""
    return iso(moment.astimezone(UTC)), date_and_time(moment)
