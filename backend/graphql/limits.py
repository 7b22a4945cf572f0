"""What a document may not exceed.

The rules are built once: the documented extensions build their classes anew for each request, so that no cached
validation is ever found again (strawberry #4635); with these it is, and a known document costs its execution only.
"""

from graphql import ASTValidationRule
from strawberry.extensions import AddValidationRules, MaxTokensLimiter, ParserCache, SchemaExtension, ValidationCache
from strawberry.extensions.max_aliases import create_validator as alias_rule
from strawberry.extensions.query_depth_limiter import create_validator as depth_rule

DEPTH_LIMIT = 8
ALIAS_LIMIT = 20
TOKEN_LIMIT = 1_000
DOCUMENTS_KEPT = 256

SHAPE_RULES: list[type[ASTValidationRule]] = [depth_rule(DEPTH_LIMIT, None, None), alias_rule(ALIAS_LIMIT)]


def _limited_tokens() -> SchemaExtension:
    return MaxTokensLimiter(TOKEN_LIMIT)


def _limited_shape() -> SchemaExtension:
    return AddValidationRules(SHAPE_RULES)


def _kept_documents() -> SchemaExtension:
    return ParserCache(DOCUMENTS_KEPT)


def _kept_validations() -> SchemaExtension:
    return ValidationCache(DOCUMENTS_KEPT)


EXTENSIONS = (_limited_tokens, _limited_shape, _kept_documents, _kept_validations)
