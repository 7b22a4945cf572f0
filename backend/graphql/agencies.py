"""An agency as other types name it."""

import strawberry


@strawberry.type(description="An agency or unit (cơ quan, đơn vị).")
class Agency:
    code: str
    name: str
