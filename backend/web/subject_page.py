"""`/du-lieu-ca-nhan/cua-toi`: what is held about whoever is signed in, to read and to take along.

Nobody else's can be asked for. Of a log-in that several people share nothing is given out here: a page cannot know
which of them asks; the data-protection officer does (`congvu subject export`).
"""

import json
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from backend.clock import Clock
from backend.compliance.subject_document import document, summary
from backend.compliance.subject_export import NameThePerson, export, subject_of
from backend.compliance.subject_service import exported
from backend.db import Database
from backend.web.locale import LANGUAGES, language_of, texts
from backend.web.mailbox_sign_in import SignInOf
from backend.web.visits import is_form_of

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
            Route(PATH, self.show, methods=["GET"]),
            Route(FILE_PATH, self.download, methods=["POST"]),
            *self.sign_in.routes(),
        ]

    async def show(self, request: Request) -> Response:
        visitor = await self.sign_in.visitor(request)
        if visitor is None:
            return self.sign_in.form(request)
        now = self.clock.now()
        async with self.database.read() as session:
            try:
                made = await export(session, await subject_of(session, visitor.login, now), now)
            except NameThePerson:
                made = None
        lines = summary(made, texts(language_of(request))) if made else []
        return self.sign_in.draw(request, visitor, "subject.html", lines=lines, file_path=FILE_PATH)

    async def download(self, request: Request) -> Response:
        """A form of the page: what goes out is noted, so a link cannot do it."""
        visitor = await self.sign_in.visitor(request)
        if visitor is None or not is_form_of(visitor, (await request.form()).get("form_key")):
            return self.sign_in.form(request, "expired_form", status_code=403)
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
