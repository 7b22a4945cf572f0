"""A look at what concerns others is on record before it is answered; what cannot be recorded is not shown."""

from backend.audit.looks import Looked, note
from backend.directory.looking import looker_of
from backend.graphql.context import Context


async def looked(context: Context, *looks: Looked) -> None:
    """
    Raises:
        Unavailable: the database takes no record.
    """
    looker = looker_of(context.principal)
    async with context.database.write() as session:
        for look in looks:
            await note(session, looker, look, context.now())
