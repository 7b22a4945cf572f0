"""`/du-lieu-ca-nhan/cua-toi`: what is held about whoever is signed in, to read and to take along.

Nobody else's can be asked for. Of a log-in that several people share nothing is given out here: a page cannot know
which of them asks; the data-protection officer does (`congvu subject export`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import Clock
from backend.compliance import subject_requests
from backend.compliance.subject_document import document, summary
from backend.compliance.subject_export import NameThePerson, export, subject_of
from backend.compliance.subject_requests import Noted
from backend.compliance.subject_service import exported
from backend.db import Database
from backend.errors import UsageError
from backend.web.locale import LANGUAGES, language_of, texts
from backend.web.mailbox_sign_in import SignInOf
from backend.web.moments import date_and_time
from backend.web.visits import Visitor

PATH = "/du-lieu-ca-nhan/cua-toi"
FILE_PATH = f"{PATH}.json"
FILE_NAME = "du-lieu-ca-nhan.json"


@dataclass(frozen=True, slots=True)
class SubjectPage:
    database: Database
    clock: Clock
    sign_in: SignInOf

    def routes(self) -> list[Route]:
        return [
            self.sign_in.page(PATH, self._page),
            self.sign_in.act(PATH, self._ask),
            self.sign_in.act(FILE_PATH, self._download),
            *self.sign_in.routes(),
        ]

    async def _ask(self, request: Request, visitor: Visitor, answers: Mapping[str, str]) -> Response:
        """For a correction."""
        about, wanted, now = answers.get("about", ""), answers.get("wanted", ""), self.clock.now()
        try:
            async with self.database.write() as session:
                subject = await subject_of(session, visitor.login, now)
                if subject.officials:
                    await subject_requests.ask_as_official(session, subject.officials[0], about, wanted, now)
        except UsageError:
            return await self._page(request, visitor, problem=True)
        return self.sign_in.back(request)

    async def _page(self, request: Request, visitor: Visitor, *, problem: bool = False) -> Response:
        now = self.clock.now()
        async with self.database.read() as session:
            try:
                subject = await subject_of(session, visitor.login, now)
            except NameThePerson:
                return self.sign_in.draw(request, visitor, "subject.html", lines=[])
            made = await export(session, subject, now)
            asked = [one for each in subject.officials for one in await subject_requests.of_person(session, each.id)]
        return self.sign_in.draw(
            request,
            visitor,
            "subject.html",
            status_code=422 if problem else 200,
            lines=summary(made, texts(language_of(request))),
            file_path=FILE_PATH,
            abouts=subject_requests.OF_OFFICIALS if subject.officials else (),
            asked=[shown(one) for one in asked],
            problem=problem,
        )

    async def _download(self, request: Request, visitor: Visitor, _answers: Mapping[str, str]) -> Response:
        """A form of the page: what goes out is noted, so a link cannot do it."""
        now = self.clock.now()
        try:
            async with self.database.write() as session:
                subject = await subject_of(session, visitor.login, now)
                made = await exported(session, subject, now, visitor.login)
        except NameThePerson:
            return self.sign_in.back(request)
        body = json.dumps(document(made, {one: texts(one) for one in LANGUAGES}), ensure_ascii=False, indent=1)
        attached = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"', "Cache-Control": "no-store"}
        return Response(body, media_type="application/json", headers=attached)


def shown(noted: Noted) -> dict[str, object]:
    """A request in words: text keys and values."""
    row = noted.row
    state = row.outcome or "waiting"
    if noted.applied is not None:
        state = "applied" if noted.applied else "to_apply"
    return {
        "id": row.id,
        "about": f"data_request.about_{row.about}",
        "wanted": row.wanted,
        "asked": date_and_time(row.asked_at),
        "state": f"data_request.state_{state}",
        "said": row.said,
        "decided": date_and_time(row.decided_at) if row.decided_at else "",
    }
