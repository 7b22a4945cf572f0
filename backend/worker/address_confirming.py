"""Has official mailboxes asked once a quarter whether they are still read, if the province wants that."""

from backend.clock import Clock
from backend.compliance import confirming
from backend.db import Database


class AddressConfirming:
    def __init__(self, database: Database, clock: Clock, *, wanted: bool) -> None:
        self._database = database
        self._clock = clock
        self._wanted = wanted

    async def ask(self) -> None:
        """
        Raises:
            Unavailable: the database does not answer.
        """
        if not self._wanted:
            return
        async with self._database.write() as session:
            await confirming.ask(session, self._clock.now())
