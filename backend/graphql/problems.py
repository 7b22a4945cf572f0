"""Expected failures as members of result unions: what a client is told instead of an `errors` entry."""

import strawberry

from backend.errors import DomainError


@strawberry.type(description="The caller may not see or do this.")
class ForbiddenError:
    code: str
    message: str

    @classmethod
    def of(cls, error: DomainError) -> "ForbiddenError":
        return cls(code=error.code, message=error.message)


@strawberry.type(description="No agency has this code.")
class AgencyNotFound:
    code: str
    message: str

    @classmethod
    def of(cls, error: DomainError) -> "AgencyNotFound":
        return cls(code=error.code, message=error.message)


@strawberry.type(description="No letter has this id, or it is not the caller's to see.")
class LetterNotFound:
    code: str
    message: str

    @classmethod
    def of(cls, error: DomainError) -> "LetterNotFound":
        return cls(code=error.code, message=error.message)


@strawberry.type(description="The input cannot be accepted; `message` names the field.")
class InputError:
    code: str
    message: str

    @classmethod
    def of(cls, error: DomainError) -> "InputError":
        return cls(code=error.code, message=error.message)
