"""`/bao-ve`: in how many browsers of each agency our gate stands, and which agencies have none; the same as CSV.

For the head of an agency, and for those who run the system there and below. No browsing, no person: see
`compliance.protection`.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, line_of, may, may_somewhere
from backend.clock import Clock
from backend.compliance import protecting
from backend.compliance.protection import SEEN_LATELY, AgencyProtection
from backend.db import Database
from backend.directory.queries import agency_names, parents
from backend.web.mailbox_sign_in import SignInOf
from backend.web.principal_behind import principal_behind
from backend.web.visits import Visitor
from backend.workingtime.hours import in_vietnam

PATH, CSV_PATH = "/bao-ve", "/bao-ve.csv"
CSV_COLUMNS = (
    *("agency_code", "agency_name", "extension", "plugin", "managed", "versions"),
    *("oldest_rules_issued_on", "without_rules", "last_seen_on", "failed_checks"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would compute what begins so


@dataclass(frozen=True, slots=True)
class ProtectionPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            Route(CSV_PATH, self.table, methods=["GET"]),
            *self.sign_in.routes(),
        ]

    async def _page(self, request: Request, visitor: Visitor) -> Response:
        found = await self._found(visitor)
        today = in_vietnam(self.clock.now()).date()
        return self.sign_in.draw(
            request,
            visitor,
            "protection.html",
            status_code=200 if found is not None else 403,
            may_read=found is not None,
            rows=[one for one in found or () if one.last_seen_on is not None],
            unheard=[one.name for one in found or () if one.last_seen_on is None],
            all=len(found or ()),
            protected=sum(one.protected for one in found or ()),
            days=SEEN_LATELY.days,
            age=lambda issued: (today - issued).days,
            day=_day,
        )

    async def table(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request, status_code=401)
        found = await self._found(visitor)
        if found is None:
            return self.sign_in.shared.pages.message(request, "not_allowed", status_code=403, path=PATH)
        headers = {"Content-Disposition": 'attachment; filename="bao-ve.csv"'}
        return Response(csv_of(found), media_type="text/csv; charset=utf-8", headers=headers)

    async def _found(self, visitor: Visitor) -> list[AgencyProtection] | None:
        """Of every agency this visitor looks after; None for whoever looks after none."""
        now = self.clock.now()
        async with self.database.read() as session:
            grants = (await principal_behind(session, visitor.who, now)).grants
            if not may_somewhere(grants, Capability.READ_PROTECTION):
                return None
            tree = await parents(session)
            seen = {code for code in tree if may(grants, Capability.READ_PROTECTION, line_of(code, tree))}
            return await protecting.protection(session, await agency_names(session, seen), now)


def csv_of(found: Sequence[AgencyProtection]) -> str:
    """With a byte order mark, without which spreadsheets take UTF-8 for something else."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    for one in found:
        versions = "; ".join(f"{each.gate} {each.version}: {each.devices}" for each in one.versions)
        failed = "; ".join(f"{each.host}: {', '.join(each.missing)} ({each.devices})" for each in one.failed)
        numbers = (one.extension, one.plugin, one.managed)
        standing = (one.bundle_issued_on or "", one.without_rules, one.last_seen_on or "")
        writer.writerow([*map(_plain, (one.code, one.name)), *numbers, versions, *standing, failed])
    return "\ufeff" + file.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
