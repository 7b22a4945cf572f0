"""`/bao-cao`: the province's quarterly reports, to be read, approved by a named person, and sent by mail.

With each report drafts of letters to agencies that fall short: whom, why, and when somebody sent them. For the agency
that reports (settings: report_agency) and those above it. The files hold no figures of single persons
and hide small groups; what is approved is the draft whose fingerprint the form names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.access.roles import Capability, line_of, may
from backend.audit import service as audit
from backend.clock import Clock
from backend.compliance import quarterly_reminding, reporting, stating
from backend.compliance import reporting_queries as queries
from backend.compliance.quarter import Quarter
from backend.compliance.quarterly_reminding import WrongDay
from backend.compliance.report_files import MEDIA_TYPES
from backend.compliance.report_inputs import WrongRow
from backend.compliance.reporting import NobodyToSendTo, ReportMoved, ReportState, Signer
from backend.compliance.reporting_models import QuarterlyReport
from backend.correspondence.queries import mail_states
from backend.correspondence.terms import OutboxState
from backend.db import Database, ReadSession, WriteSession
from backend.directory import queries as directory
from backend.directory.terms import Principal
from backend.web import report_inputs_form
from backend.web.declaring import declarer_of
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.principal_behind import principal_behind
from backend.web.report_letters import EVERY, ZIP, chosen, letter_file, letters_by_quarter
from backend.web.visits import Visitor
from backend.workingtime.hours import in_vietnam

PATH, FILE_PATH, LETTER_PATH = "/bao-cao", "/bao-cao/{name}", "/bao-cao/{code}/don-doc/{name}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One report in words. `approved`, `sent`: name and moment, both "" before. `boxes`: agencies a mail would go to,
    or went to; `without`: names of those in Nơi nhận that have no published mailbox."""

    quarter: str
    state: str
    taken_at: str
    docx_sha256: str
    pdf_sha256: str
    approved: tuple[str, str]
    sent: tuple[str, str]
    boxes: int
    without: tuple[str, ...]
    handed_over: int
    failed: int


@dataclass(frozen=True, slots=True)
class ReportPage:
    database: Database
    clock: Clock
    sign_in: SignInOf
    agency_code: str  # who reports; "" for whoever stands above all
    inputs: Path | None  # of the settings; None: those that ship with the product

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._act),
            *self.sign_in.routes(),
            self.sign_in.page(FILE_PATH, self._file),
            self.sign_in.page(LETTER_PATH, self._letter),
        ]

    async def _act(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        problem = await self._do(visitor, answers)
        if problem is None:
            return self.sign_in.back(request)
        return await self._page(request, visitor, problem, answers)

    async def _do(self, visitor: Visitor, answers: Mapping[str, str]) -> str | None:
        """The name of the problem if it cannot be done; nothing is done then."""
        try:
            async with self.database.write() as session:
                principal = await principal_behind(session, visitor.who, self.clock.now())
                person = declarer_of(principal, answers.get("person", ""))
                if person is None or not await self._may(session, principal, Capability.APPROVE_REPORTS):
                    return "incomplete"
                await self._deed(session, Signer(visitor.login, person.person_id), answers)
        except ReportMoved:
            return "moved"
        except NobodyToSendTo:
            return "nobody"
        except WrongDay:
            return "letter_day"
        except WrongRow as error:
            return f"input_{error.field}"
        return None

    async def _deed(self, session: WriteSession, who: Signer, answers: Mapping[str, str]) -> None:
        quarter, now = answers.get("quarter", ""), self.clock.now()
        match answers.get("deed"):
            case "draft":
                await reporting.want(session, str(Quarter.ended_before(now)), who, now)
            case "again":
                await reporting.want_again(session, quarter, who, now)
            case "approve":
                await reporting.approve(session, quarter, answers.get("draft", ""), who, now)
            case "send":
                await reporting.send(session, quarter, who, now)
            case "letters_sent":
                codes, day = chosen(answers)
                await quarterly_reminding.note_sent(session, quarter, codes, day, who, now)
            case "input":
                report_inputs_form.enter(session, answers, who, now)
            case "withdraw_input":
                await stating.withdraw(session, answers.get("row", ""), who, now)
            case _:
                raise ReportMoved(quarter)

    async def _page(
        self, request: Request, visitor: Visitor, problem: str | None = None, answers: Mapping[str, str] | None = None
    ) -> Response:
        now, (written, file_is_read) = self.clock.now(), await report_inputs_form.of_file(self.inputs)
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            may_read = await self._may(session, principal, Capability.READ_REPORTS)
            may_approve = await self._may(session, principal, Capability.APPROVE_REPORTS)
            rows = [await self._shown(session, row) for row in await queries.every(session)] if may_read else []
            letters = await letters_by_quarter(session) if may_read else {}
            inputs = await report_inputs_form.shown_inputs(session, written, now) if may_read else []
        refused, ended = 200 if may_read else 403, str(Quarter.ended_before(self.clock.now()))
        return self.sign_in.draw(
            request,
            visitor,
            "reports.html",
            status_code=refused if problem is None else 422,
            problem=None if problem is None else f"reports.problem_{problem}",
            may_read=may_read,
            people=principal.people if may_approve else (),
            rows=rows,
            letters=letters,
            today=in_vietnam(now).date().isoformat(),
            inputs=inputs,
            file_is_read=file_is_read,
            chosen=answers or {},
            ended="" if ended in {row.quarter for row in rows} else ended,
        )

    async def _file(self, request: Request, visitor: Visitor) -> Response:
        """A file as it was drafted, approved or sent; that it was fetched is recorded."""
        quarter, _, kind = str(request.path_params["name"]).partition(".")
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            allowed = await self._may(session, principal, Capability.READ_REPORTS)
            data = await queries.file(session, quarter, kind) if allowed and kind in MEDIA_TYPES else None
        message = self.sign_in.shared.pages.message
        if not allowed:
            return message(request, "not_allowed", status_code=403, path=PATH)
        if data is None:
            return message(request, "not_found", status_code=404, path=PATH)
        async with self.database.write() as session:
            now, login = self.clock.now(), visitor.login
            audit.record(session, "report.fetched", at=now, login=login, subject_id=quarter, data={"file": kind})
        headers = {"Content-Disposition": f'attachment; filename="bao-cao-{quarter}.{kind}"'}
        return Response(data, media_type=MEDIA_TYPES[kind], headers=headers | {"Cache-Control": "no-store"})

    async def _letter(self, request: Request, visitor: Visitor) -> Response:
        """A draft as it was made with the report's, or all of them; that it was fetched is recorded."""
        quarter, name = (str(request.path_params[one]) for one in ("code", "name"))
        async with self.database.read() as session:
            principal = await principal_behind(session, visitor.who, self.clock.now())
            allowed = await self._may(session, principal, Capability.READ_REPORTS)
            found = await letter_file(session, quarter, name) if allowed else None
        message = self.sign_in.shared.pages.message
        if not allowed:
            return message(request, "not_allowed", status_code=403, path=PATH)
        if found is None:
            return message(request, "not_found", status_code=404, path=PATH)
        async with self.database.write() as session:
            now, login = self.clock.now(), visitor.login
            audit.record(session, "report.fetched", at=now, login=login, subject_id=quarter, data={"file": found[0]})
        headers = {"Content-Disposition": f'attachment; filename="{found[0]}"', "Cache-Control": "no-store"}
        kind = ZIP if name == EVERY else MEDIA_TYPES["docx"]
        return Response(found[1], media_type=kind, headers=headers)

    async def _may(self, session: ReadSession, principal: Principal, capability: Capability) -> bool:
        code = await reporting.reporter(session, self.agency_code)
        return code is not None and may(principal.grants, capability, line_of(code, await directory.parents(session)))

    async def _shown(self, session: ReadSession, row: QuarterlyReport) -> Shown:
        people = [one for one in (row.approved_by, row.sent_by) if one]
        names = await directory.official_names(session, people)
        found = await reporting.recipients(session, row.named, self.clock.now())
        agencies = await directory.agency_names(session, found.without)
        states = await mail_states(session, reporting.message_ids(row))
        return Shown(
            quarter=row.quarter,
            state=row.state,
            taken_at=date_and_time(row.taken_at) if row.taken_at else "",
            docx_sha256=row.docx_sha256,
            pdf_sha256=row.pdf_sha256,
            approved=_by(row.approved_by, row.approved_at, names),
            sent=_by(row.sent_by, row.sent_at, names),
            boxes=len(row.sent_to) if row.state == ReportState.SENT else len(found.boxes),
            without=tuple(agencies[code] for code in found.without),
            handed_over=states[OutboxState.SENT],
            failed=states[OutboxState.FAILED],
        )


def _by(person: str | None, at: datetime | None, names: Mapping[str, str]) -> tuple[str, str]:
    return (names.get(person, person), date_and_time(at)) if person and at else ("", "")
