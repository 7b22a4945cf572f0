"""Letters that come and letters that fall due: told while somebody looks on (Subscription.letterNews), or asked for now
and then (Query.agencyNews)."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.correspondence import service
from backend.correspondence.letter_news import NewsWatch, news_since
from backend.errors import Unavailable, UsageError
from backend.graphql.agencies import Agency, agency_of
from backend.graphql.context import Info, LiveInfo
from backend.graphql.letters import Letter
from backend.graphql.permissions import guarded, guarded_stream, require
from backend.graphql.problems import AgencyNotFound, ForbiddenError, InputError


@strawberry.type(
    description="What happened since the last news. `new`: letters that came. `overdue`: letters whose answer, or "
    "receipt, is owed beyond its term since then."
)
class LetterNews:
    new: list[Letter]
    overdue: list[Letter]


@strawberry.type(
    description="What happened since the moment asked about. Ask next with `asOf`; a letter told twice has the same "
    "id. `dueToday`: how many letters ask for something today, as `dueLetters` lists them."
)
class AgencyNews:
    agency: Agency
    as_of: datetime
    new: list[Letter]
    overdue: list[Letter]
    due_today: int


AgencyNewsResult = Annotated[
    AgencyNews | ForbiddenError | AgencyNotFound | InputError, strawberry.union("AgencyNewsResult")
]


@strawberry.type
class AgencyNewsQuery:
    @guarded(
        Capability.READ_LETTERS,
        "`letterNews` for whoever asks now and then. Nothing before three days ago; without `since` only what is due.",
        agency_argument="agency",
    )
    async def agency_news(self, info: Info, agency: str, since: datetime | None = None) -> AgencyNewsResult:
        if since is not None and since.tzinfo is None:
            raise UsageError("since: needs its zone")
        context, now = info.context, info.context.now()
        async with context.database.read() as session:
            news = await news_since(session, agency, since, now) if since else None
            due = await service.due_letters(session, agency, now)
        grants = context.principal.grants
        return AgencyNews(
            agency=await agency_of(context, agency),
            as_of=now,
            new=[Letter.of(letter, grants) for letter in news.new] if news else [],
            overdue=[Letter.of(letter, grants) for letter in news.overdue] if news else [],
            due_today=len(due),
        )


@strawberry.type
class LetterNewsSubscription:
    @guarded_stream(
        Capability.READ_LETTERS,
        "Of the agency's own letters, as `openLetters` and `lettersByMessage` show them. It ends with the session, or "
        "when the caller may see the letters no more.",
        agency_argument="agency",
    )
    async def letter_news(self, info: LiveInfo, agency: str) -> AsyncGenerator[LetterNews, None]:
        live = info.context
        async with live.database.read() as session:
            watch = await NewsWatch.begin(session, agency, live.now())
        while True:
            await live.pause()
            try:
                context = await live.renewed()
                await require(context, Capability.READ_LETTERS, agency)
                async with context.database.read() as session:
                    news = await watch.look(session, context.now())
            except Unavailable:
                continue  # the database is busy: what is new is new at the next look too
            if news is not None:
                grants = context.principal.grants
                yield LetterNews(
                    new=[Letter.of(letter, grants) for letter in news.new],
                    overdue=[Letter.of(letter, grants) for letter in news.overdue],
                )
