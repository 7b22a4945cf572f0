"""Query.directorySearch: whom somebody means while typing."""

import strawberry

from backend.access.roles import Capability
from backend.directory.search_answer import FIRST_AT_MOST
from backend.directory.search_entries import SearchEntry
from backend.errors import UsageError
from backend.graphql.context import Info
from backend.graphql.enums import EntryKind
from backend.graphql.permissions import guarded

FIRST = 8


@strawberry.type(description="An official address of the directory, and whose it is.")
class DirectoryEntry:
    kind: EntryKind
    title: str = strawberry.field(description="The agency, the official, or the desk.")
    post: str = strawberry.field(description="Of an official the post, of an agency the one above it.")
    agency_name: str
    address: str
    telephone: str = strawberry.field(description="Empty where none is known.")

    @classmethod
    def of(cls, entry: SearchEntry) -> "DirectoryEntry":
        return cls(
            kind=entry.kind,
            title=entry.title,
            post=entry.post,
            agency_name=entry.agency_name,
            address=entry.address,
            telephone=entry.telephone,
        )


@strawberry.type
class DirectorySearchQuery:
    @guarded(Capability.USE_PLUGIN, "Whom somebody may mean who typed this, the likeliest first.")
    async def directory_search(self, info: Info, text: str, first: int = FIRST) -> list[DirectoryEntry]:
        if not 0 < first <= FIRST_AT_MOST:
            raise UsageError(f"between 1 and {FIRST_AT_MOST} at once", code="too_many")
        found = await info.context.search.find(text, first, info.context.principal)
        return [DirectoryEntry.of(entry) for entry in found]
