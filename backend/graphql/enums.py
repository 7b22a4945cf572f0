"""The closed sets of the schema, taken from the domain's own enumerations."""

from enum import StrEnum

import strawberry

from backend.access import roles
from backend.classification import verdict

Role = strawberry.enum(roles.Role, name="Role")
Action = strawberry.enum(verdict.Action, name="Action")
Ring = strawberry.enum(verdict.Ring, name="Ring")
