"""What every resolver is given: the database, the clock and who asks. One per request; never a shared session."""

from datetime import datetime
from typing import TypeAlias

import strawberry

from backend.clock import Clock
from backend.db import Database
from backend.directory.recipient_indexes import RecipientIndexes
from backend.directory.search import DirectorySearch
from backend.directory.terms import Principal
from backend.graphql.loaders import Loaders
from backend.settings import Settings


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
        self.recipient_indexes = recipient_indexes  # of the process, not of the request
        self.search = search
        self.loaders = Loaders(database)

    def now(self) -> datetime:
        return self.clock.now()


Info: TypeAlias = strawberry.Info[Context, None]
