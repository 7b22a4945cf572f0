"""What every resolver is given: the database, the clock and who asks. One per request; never a shared session."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeAlias

import strawberry

from backend.clock import Clock
from backend.db import Database
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import Principal
from backend.errors import DomainError
from backend.graphql.loaders import Loaders
from backend.settings import Settings


class SessionEnded(DomainError):
    code = "not_signed_in"


class Context:
    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        principal: Principal,
        search: DirectorySearch,
        recipient_indexes: RecipientIndexes,
    ) -> None:
        self.database = database
        self.clock = clock
        self.settings = settings
        self.principal = principal
        self.search = search  # these two are of the process, not of the request
        self.recipient_indexes = recipient_indexes
        self.loaders = Loaders(database)

    def now(self) -> datetime:
        return self.clock.now()


class LiveContext(Context):
    """Of a stream: who asks is asked again and again, for a session may end and a role may be taken away."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        settings: Settings,
        principal: Principal,
        search: DirectorySearch,
        recipient_indexes: RecipientIndexes,
        who: Callable[[], Awaitable[Principal | None]],
        pause: Callable[[], Awaitable[None]],
    ) -> None:
        super().__init__(database, clock, settings, principal, search, recipient_indexes)
        self._who = who
        self.pause = pause  # between two looks

    async def renewed(self) -> Context:
        """As a question of this moment has it.

        Raises:
            SessionEnded: the session has expired or was ended.
        """
        principal = await self._who()
        if principal is None:
            raise SessionEnded("sign in again")
        process = (self.search, self.recipient_indexes)
        return Context(self.database, self.clock, self.settings, principal, *process)


Info: TypeAlias = strawberry.Info[Context, None]
LiveInfo: TypeAlias = strawberry.Info[LiveContext, None]
