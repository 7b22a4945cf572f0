"""What several fields of one request ask of the database is asked once. A loader lives as long as its request."""

from collections.abc import Mapping

from strawberry.dataloader import DataLoader

from backend.db import Database
from backend.directory import queries


class Loaders:
    def __init__(self, database: Database) -> None:
        self._database = database
        self.agency_name: DataLoader[str, str | None] = DataLoader(load_fn=self._agency_names)
        self._parents: DataLoader[None, Mapping[str, str | None]] = DataLoader(load_fn=self._load_parents)

    async def parents(self) -> Mapping[str, str | None]:
        """Every agency's code and that of the agency above it."""
        return await self._parents.load(None)

    async def _agency_names(self, codes: list[str]) -> list[str | None]:
        async with self._database.read() as session:
            names = await queries.agency_names(session, codes)
        return [names.get(code) for code in codes]

    async def _load_parents(self, keys: list[None]) -> list[Mapping[str, str | None]]:
        async with self._database.read() as session:
            parents = await queries.parents(session)
        return [parents for _ in keys]
