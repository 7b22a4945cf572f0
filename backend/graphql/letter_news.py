"""Subscription.letterNews: letters that come, and letters that fall due, while somebody looks on."""

from collections.abc import AsyncGenerator

import strawberry

from backend.access.roles import Capability
from backend.correspondence.letter_news import NewsWatch
from backend.errors import Unavailable
from backend.graphql.context import LiveInfo
from backend.graphql.letters import Letter
from backend.graphql.permissions import guarded_stream, require


@strawberry.type(
    description="What happened since the last news. `new`: letters that came. `overdue`: letters whose answer, or "
    "receipt, is owed beyond its term since then."
)
class LetterNews:
    new: list[Letter]
    overdue: list[Letter]


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
