"""What a document may not exceed.

The rule is built once: the documented extensions build their classes anew for each request, so that no cached
validation is ever found again (strawberry #4635); with this one it is, and a known document costs its execution only.
"""

from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache

from backend.graphql.shape import ShapeRule

TOKEN_LIMIT = 1_000
DOCUMENTS_KEPT = 256


def _limited_tokens() -> SchemaExtension:
    return MaxTokensLimiter(TOKEN_LIMIT)


def _limited_shape() -> SchemaExtension:
    return AddValidationRules([ShapeRule])


def _kept_documents() -> SchemaExtension:
    return ParserCache(DOCUMENTS_KEPT)


def _kept_validations() -> SchemaExtension:
    return ValidationCache(DOCUMENTS_KEPT)


EXTENSIONS = (_limited_tokens, _limited_shape, _kept_documents, _kept_validations)
