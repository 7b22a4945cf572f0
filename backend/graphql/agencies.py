"""An agency as other types name it."""

import strawberry

from backend.directory.terms import AgencyName
from backend.graphql.context import Context


@strawberry.type(description="An agency or unit (cơ quan, đơn vị).")
class Agency:
    code: str
    name: str

    @classmethod
    def of(cls, agency: AgencyName) -> "Agency":
        return cls(code=agency.code, name=agency.name)


async def agency_of(context: Context, code: str) -> Agency:
    """An agency whose code was checked already (see `permissions.require`)."""
    return Agency(code=code, name=await context.loaders.agency_name.load(code) or code)
