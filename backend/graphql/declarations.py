"""Mutation.declare: a named person says why a file that needs confirming may go."""

import re
from datetime import datetime
from typing import Annotated

import strawberry

from backend.access.roles import Capability
from backend.classification import service
from backend.classification.declarations import Declarer
from backend.directory.terms import Principal
from backend.errors import Forbidden, UsageError
from backend.graphql.context import Info
from backend.graphql.enums import DeclarationReason
from backend.graphql.permissions import guarded
from backend.graphql.problems import ForbiddenError, InputError

_FINGERPRINT = re.compile(r"[A-Za-z0-9_-]{22}")


@strawberry.input(description="Why a file that needs confirming may go, and who says so.")
class Declaration:
    fingerprint: str
    reason: DeclarationReason
    person: strawberry.ID


@strawberry.type(description="A declaration stands until `expiresAt`, 24 hours after it was made.")
class Declared:
    id: strawberry.ID
    expires_at: datetime


DeclareResult = Annotated[Declared | ForbiddenError | InputError, strawberry.union("DeclareResult")]


@strawberry.type
class DeclarationsMutation:
    @guarded(Capability.DECLARE, "Lets this file pass the mail server's gate for the caller's log-in.")
    async def declare(self, info: Info, declaration: Declaration) -> DeclareResult:
        if not _FINGERPRINT.fullmatch(declaration.fingerprint):
            raise UsageError("fingerprint: 22 base64url characters")
        context = info.context
        declarer = _declarer(context.principal, declaration.person)
        async with context.database.write() as session:
            row = service.declare(session, declarer, declaration.fingerprint, declaration.reason, context.now())
            await session.flush()
        return Declared(id=strawberry.ID(row.id), expires_at=row.expires_at)


def _declarer(principal: Principal, person_id: str) -> Declarer:
    """
    Raises:
        Forbidden: nobody by this id uses the caller's log-in.
    """
    if principal.agency is None or person_id not in {person.id for person in principal.people}:
        raise Forbidden("this person does not use your log-in", code="not_your_person")
    return Declarer(principal.login, principal.agency.code, person_id)
