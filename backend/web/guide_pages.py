"""`/huong-dan`: the guides, and a page for every reason why a letter is stopped. For everybody, the same for all."""

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from backend.classification.refusal import HELP_PATH, Refusal
from backend.web.guides import PATH, PICTURE_TYPES, PICTURES_PATH, TASKS, guides, pictures
from backend.web.mail_program_setup import GUIDE, MailServers
from backend.web.pages import Pages

SECRETS_PERSON, CLERK_THERE, IT_OFFICER = "refusal.ask_secrets", "refusal.ask_there", "refusal.ask_it"
WHOM_TO_ASK = {  # the text key; whoever is not here asks the IT officer
    Refusal.MARKED: SECRETS_PERSON,
    Refusal.MARKED_FROM_OUTSIDE: CLERK_THERE,
    Refusal.REMOVED: SECRETS_PERSON,
    Refusal.STAMP: SECRETS_PERSON,
    Refusal.TO_BE_CONFIRMED: SECRETS_PERSON,
}


@dataclass(frozen=True, slots=True)
class GuidePages:
    """`support`: the address of the support desk; empty where the province has none. `servers`: what the guide to mail
    programs names."""

    pages: Pages
    support: str
    servers: MailServers | None

    def routes(self) -> list[Route]:
        return [
            Route(PATH, self.listed, methods=["GET"]),
            Route(HELP_PATH, self.reasons, methods=["GET"]),
            Route(f"{HELP_PATH}/{{code}}", self.reason, methods=["GET"]),
            Route(f"{PICTURES_PATH}/{{name}}", self.picture, methods=["GET"]),
            Route(f"{PATH}/{{name}}", self.guide, methods=["GET"]),
        ]

    async def listed(self, request: Request) -> Response:
        found = guides()
        further = [guide for guide in found.values() if guide.name not in TASKS]
        return self.pages.draw(
            request,
            "guides.html",
            path=PATH,
            indexed=True,
            tasks=[found[name] for name in TASKS if name in found],
            more=[guide for guide in further if not guide.is_for_operators],
            operators=[guide for guide in further if guide.is_for_operators],
        )

    async def guide(self, request: Request) -> Response:
        guide = guides().get(request.path_params["name"])
        if guide is None:
            raise HTTPException(404)
        servers = self.servers if guide.name == GUIDE else None
        return self.pages.draw(
            request,
            "guide.html",
            path=f"{PATH}/{guide.name}",
            indexed=True,
            guide=guide,
            servers=servers,
            is_task=guide.name in TASKS,
        )

    async def picture(self, request: Request) -> Response:
        path = pictures().get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(
            path, media_type=PICTURE_TYPES[path.suffix], headers={"Cache-Control": "public, max-age=3600"}
        )

    async def reasons(self, request: Request) -> Response:
        return self.pages.draw(request, "refusals.html", path=HELP_PATH, indexed=True, reasons=list(Refusal))

    async def reason(self, request: Request) -> Response:
        code = request.path_params["code"]
        if code not in set(Refusal):
            raise HTTPException(404)
        why = Refusal(code)
        return self.pages.draw(
            request,
            "refusal.html",
            path=f"{HELP_PATH}/{why}",
            indexed=True,
            why=why,
            whom=WHOM_TO_ASK.get(why, IT_OFFICER),
            support=self.support,
        )
