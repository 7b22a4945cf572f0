"""`/bang-dieu-hanh/nam-lan-kiem-tra`: how far each agency kept the five checks of each day of a month, and who was
reminded. For whoever sees the dashboard: heads (their agency and those below) and auditors.

Source: Chỉ thị, khoản 2 điểm d.
"""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import Clock
from backend.compliance import check_days, reminding
from backend.compliance.check_models import MailboxDay
from backend.compliance.reminding import Reminded
from backend.db import Database
from backend.web.checks_map import MapView, days_in, map_view, month_asked
from backend.web.dashboard_reading import allowed
from backend.web.dashboard_words import Words
from backend.web.locale import language_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor
from backend.workingtime.hours import in_vietnam

PATH, KEPT = "/bang-dieu-hanh/nam-lan-kiem-tra", ("thang",)


@dataclass(frozen=True, slots=True)
class ChecksMapPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [self.sign_in.page(PATH, self._page), *self.sign_in.routes()]

    async def _page(self, request: Request, visitor: Visitor) -> Response:
        found = await self._found(request, visitor)
        if found is None:
            return self.sign_in.shared.pages.message(request, "not_allowed", status_code=403)
        return self.sign_in.draw(request, visitor, "checks_map.html", map=found)

    async def _found(self, request: Request, visitor: Visitor) -> MapView | None:
        """None for whoever may not see it."""
        now = self.clock.now()
        today = in_vietnam(now).date()
        month = month_asked(request.query_params.get("thang", ""), today)
        days = days_in(month, today)
        async with self.database.read() as session:
            permitted = await allowed(session, await principal_behind(session, visitor.who, now))
            if permitted is None:
                return None
            codes = list(permitted.names)
            rows: list[MailboxDay] = await check_days.days_between(session, codes, days[0], days[-1])
            reminded: list[Reminded] = await reminding.reminded_between(session, codes, days[0], days[-1])
        return map_view(month, today, permitted.names, rows, reminded, Words(language_of(request)))
