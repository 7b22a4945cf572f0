"""Every field of Query, Mutation and Subscription names the capability it needs; a test refuses one that does not.

A refusal is raised as `Forbidden`: data where the field's union has ForbiddenError, elsewhere an entry of `errors`.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import strawberry
from strawberry.permission import BasePermission, PermissionExtension
from strawberry.types.field import StrawberryField

from backend.access.roles import Capability, line_of, may, may_somewhere
from backend.directory.service import AgencyNotFound
from backend.errors import Forbidden
from backend.graphql.context import Context


class Requires(BasePermission):
    """A capability: for the agency an argument names, or for the caller's own business where none is named."""

    def __init__(self, capability: Capability, agency_argument: str | None) -> None:
        self.capability = capability
        self.agency_argument = agency_argument

    async def has_permission(self, source: Any, info: strawberry.Info[Context, None], **kwargs: Any) -> bool:  # noqa: ARG002
        """
        Raises:
            AgencyNotFound: the argument names no agency.
            Forbidden: no role of the caller allows this.
        """
        if self.agency_argument is not None:
            await require(info.context, self.capability, kwargs[self.agency_argument])
        elif not may_somewhere(info.context.principal.grants, self.capability):
            raise Forbidden("your roles do not allow this")
        return True


def guarded(
    capability: Capability, description: str, *, agency_argument: str | None = None
) -> Callable[[Callable[..., Awaitable[Any]]], StrawberryField]:
    """A field of Query or Mutation. `agency_argument`: the Python name of the argument that holds an agency's code."""

    def field(resolver: Callable[..., Awaitable[Any]]) -> StrawberryField:
        permission = PermissionExtension([Requires(capability, agency_argument)], use_directives=False)
        return strawberry.field(resolver, description=description, extensions=[permission])

    return field


def guarded_stream(
    capability: Capability, description: str, *, agency_argument: str
) -> Callable[[Callable[..., AsyncGenerator[Any, None]]], StrawberryField]:
    """A field of Subscription; who may begin it is checked here, whether they still may at every look."""

    def field(resolver: Callable[..., AsyncGenerator[Any, None]]) -> StrawberryField:
        permission = PermissionExtension([Requires(capability, agency_argument)], use_directives=False)
        return strawberry.subscription(resolver, description=description, extensions=[permission])

    return field


async def require(context: Context, capability: Capability, agency_code: str) -> None:
    """
    Raises:
        AgencyNotFound: no agency has this code.
        Forbidden: no role of the caller allows this for the agency.
    """
    parents = await context.loaders.parents()
    if agency_code not in parents:
        raise AgencyNotFound("no agency has this code")
    if not may(context.principal.grants, capability, line_of(agency_code, parents)):
        raise Forbidden("your roles do not allow this for this agency")
