"""What is committed of the schema is what the code says, and no field stands unguarded."""

import pytest
import strawberry
from graphql import parse, validate
from strawberry.permission import PermissionExtension
from strawberry.types.field import StrawberryField

from backend.access.roles import Capability
from backend.graphql.permissions import Requires
from backend.graphql.persisted import load_operations, operation_id
from backend.graphql.schema import Mutation, Query, Subscription, schema
from backend.graphql.sdl import FILE, sdl
from backend.graphql.shape import ShapeRule

ROOT_FIELDS: list[StrawberryField] = [
    *Query.__strawberry_definition__.fields,  # type: ignore[attr-defined]
    *Mutation.__strawberry_definition__.fields,  # type: ignore[attr-defined]
    *Subscription.__strawberry_definition__.fields,  # type: ignore[attr-defined]
]


def test_the_committed_sdl_is_fresh() -> None:
    assert FILE.read_text("utf-8") == sdl(), "run `make generate`"


def test_there_are_fields_to_guard() -> None:
    assert {"me", "report_verdicts", "declare", "letter_news"} <= {field.python_name for field in ROOT_FIELDS}


@pytest.mark.parametrize("field", ROOT_FIELDS, ids=lambda field: field.python_name)
def test_every_field_of_the_roots_requires_a_capability(field: StrawberryField) -> None:
    required = [
        permission
        for extension in field.extensions
        if isinstance(extension, PermissionExtension)
        for permission in extension.permissions
    ]

    assert [type(permission) for permission in required] == [Requires]
    assert isinstance(required[0], Requires)
    assert required[0].capability in Capability
    arguments = {argument.python_name for argument in field.arguments}
    assert ("agency" in arguments) == (required[0].agency_argument == "agency")


OPERATIONS = load_operations()


@pytest.mark.parametrize("key", OPERATIONS, ids=lambda key: OPERATIONS[key].name)
def test_every_committed_operation_is_valid_and_within_the_limits(key: str) -> None:
    document = parse(OPERATIONS[key].document)

    assert operation_id(OPERATIONS[key].document) == key
    assert validate(schema._schema, document) == []
    assert validate(schema._schema, document, [ShapeRule]) == []


def test_every_field_of_the_schema_is_used_by_some_operation_of_ours() -> None:
    asked = " ".join(operation.document for operation in OPERATIONS.values())

    assert [
        field.python_name for field in ROOT_FIELDS if schema.config.name_converter.from_field(field) not in asked
    ] == []


@strawberry.type
class Below:
    name: str
    below: "Below"


@pytest.mark.parametrize(("levels", "refused"), [(8, False), (9, True)])
def test_a_document_may_go_eight_levels_deep(levels: int, refused: bool) -> None:
    deep = strawberry.Schema(Below)
    document = parse("{ below " * levels + "{ name }" + " }" * levels)

    assert bool(validate(deep._schema, document, [ShapeRule])) == refused
