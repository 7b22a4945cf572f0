"""Expected failures as members of result unions: data for the client instead of an entry under `errors`."""

from typing import Any

import strawberry

from backend.compliance.register import EntryNotFound
from backend.compliance.service import DocumentNotFound
from backend.correspondence.sent_letters import SentLetterNotFound as SentLetterNotFoundRaised
from backend.correspondence.service import LetterNotFound as LetterNotFoundRaised
from backend.directory.service import AgencyNotFound as AgencyNotFoundRaised
from backend.errors import Forbidden, UsageError


@strawberry.type(description="The caller may not see or do this.")
class ForbiddenError:
    code: str
    message: str


@strawberry.type(description="No agency has this code.")
class AgencyNotFound:
    code: str
    message: str


@strawberry.type(description="No letter has this id, or it is not the caller's to see.")
class LetterNotFound:
    code: str
    message: str


@strawberry.type(description="No box of the agency sent a message with this id.")
class SentLetterNotFound:
    code: str
    message: str


@strawberry.type(description="The agency issued no paper with this id.")
class IssuedDocumentNotFound:
    code: str
    message: str


@strawberry.type(description="The agency's register has no such row.")
class RegisterEntryNotFound:
    code: str
    message: str


@strawberry.type(description="The input cannot be accepted; `message` names the field.")
class InputError:
    code: str
    message: str


# Each turns what a resolver, a service or a permission raises into the member of the field's union, if it has it.


class AsForbiddenError(strawberry.ExceptionHandler[Forbidden, ForbiddenError]):
    def handle(self, exception: Forbidden, *, field: Any, info: Any) -> ForbiddenError:  # noqa: ARG002
        return ForbiddenError(code=exception.code, message=exception.message)


class AsAgencyNotFound(strawberry.ExceptionHandler[AgencyNotFoundRaised, AgencyNotFound]):
    def handle(self, exception: AgencyNotFoundRaised, *, field: Any, info: Any) -> AgencyNotFound:  # noqa: ARG002
        return AgencyNotFound(code=exception.code, message=exception.message)


class AsSentLetterNotFound(strawberry.ExceptionHandler[SentLetterNotFoundRaised, SentLetterNotFound]):
    def handle(self, exception: SentLetterNotFoundRaised, *, field: Any, info: Any) -> SentLetterNotFound:  # noqa: ARG002
        return SentLetterNotFound(code=exception.code, message=exception.message)


class AsLetterNotFound(strawberry.ExceptionHandler[LetterNotFoundRaised, LetterNotFound]):
    def handle(self, exception: LetterNotFoundRaised, *, field: Any, info: Any) -> LetterNotFound:  # noqa: ARG002
        return LetterNotFound(code=exception.code, message=exception.message)


class AsIssuedDocumentNotFound(strawberry.ExceptionHandler[DocumentNotFound, IssuedDocumentNotFound]):
    def handle(self, exception: DocumentNotFound, *, field: Any, info: Any) -> IssuedDocumentNotFound:  # noqa: ARG002
        return IssuedDocumentNotFound(code=exception.code, message=exception.message)


class AsRegisterEntryNotFound(strawberry.ExceptionHandler[EntryNotFound, RegisterEntryNotFound]):
    def handle(self, exception: EntryNotFound, *, field: Any, info: Any) -> RegisterEntryNotFound:  # noqa: ARG002
        return RegisterEntryNotFound(code=exception.code, message=exception.message)


class AsInputError(strawberry.ExceptionHandler[UsageError, InputError]):
    def handle(self, exception: UsageError, *, field: Any, info: Any) -> InputError:  # noqa: ARG002
        return InputError(code=exception.code, message=exception.message)


HANDLERS = (
    AsForbiddenError(),
    AsAgencyNotFound(),
    AsLetterNotFound(),
    AsSentLetterNotFound(),
    AsIssuedDocumentNotFound(),
    AsRegisterEntryNotFound(),
    AsInputError(),
)
