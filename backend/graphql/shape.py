"""How deep, how often renamed and how costly a document may be.

One rule for the three, and each fragment is measured once: rules that follow every use of a fragment take twice as long
for each fragment that names the next one twice, seconds for a document of a hundred tokens (Strawberry's own do).
It looks at the document alone, so what it found is kept with the document's validation.
"""

from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLOutputType,
    InlineFragmentNode,
    IntValueNode,
    NamedTypeNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

DEPTH_LIMIT = 8
ALIAS_LIMIT = 20
COST_LIMIT = 50_000  # values an answer may hold
LIST_LENGTH = 10  # taken for a list that is not told how long it may be
LONGEST_LIST = 100  # taken for one that is told by a variable


@dataclass(frozen=True, slots=True)
class _Shape:
    depth: int = 0
    aliases: int = 0
    cost: int = 0


class ShapeRule(ValidationRule):
    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self._fragments: dict[str, _Shape] = {}

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        shape = self._of_selections(node.selection_set, self.context.schema.get_root_type(node.operation))
        for name, found, most in (
            ("levels", shape.depth, DEPTH_LIMIT),
            ("aliases", shape.aliases, ALIAS_LIMIT),
            ("values", shape.cost, COST_LIMIT),
        ):
            if found > most:
                self.report_error(GraphQLError(f"{found} {name} are too many: {most} at most.", [node]))

    def _of_selections(self, selections: SelectionSetNode | None, parent: object) -> _Shape:
        shapes = [self._of(one, parent) for one in selections.selections] if selections else []
        return _Shape(
            max((shape.depth for shape in shapes), default=0),
            sum(shape.aliases for shape in shapes),
            sum(shape.cost for shape in shapes),
        )

    def _of(self, selection: SelectionNode, parent: object) -> _Shape:
        if isinstance(selection, FieldNode):
            return self._of_field(selection, parent)
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value)
        return self._of_inline(cast("InlineFragmentNode", selection), parent)

    def _of_inline(self, fragment: InlineFragmentNode, parent: object) -> _Shape:
        condition = fragment.type_condition
        return self._of_selections(fragment.selection_set, self._named(condition) if condition else parent)

    def _of_fragment(self, name: str) -> _Shape:
        fragment = self.context.get_fragment(name)
        if fragment is not None and name not in self._fragments:
            self._fragments[name] = _Shape()  # one that holds itself is refused by another rule; here it must end
            self._fragments[name] = self._of_selections(fragment.selection_set, self._named(fragment.type_condition))
        return self._fragments.get(name, _Shape())

    def _of_field(self, field: FieldNode, parent: object) -> _Shape:
        if field.name.value.startswith("__"):
            return _Shape(aliases=field.alias is not None)  # the schema of itself: graphql-core has a rule of its own
        fields = parent.fields if isinstance(parent, GraphQLObjectType | GraphQLInterfaceType) else {}
        known = fields.get(field.name.value)  # none: refused by another rule
        inner = self._of_selections(field.selection_set, get_named_type(known.type) if known else None)
        return _Shape(
            inner.depth + 1 if field.selection_set else 0,
            inner.aliases + (field.alias is not None),
            inner.cost * (_length(field, known.type) if known else 1) + 1,
        )

    def _named(self, condition: NamedTypeNode) -> object:
        return self.context.schema.get_type(condition.name.value)


def _length(field: FieldNode, of_type: GraphQLOutputType) -> int:
    if not is_list_type(get_nullable_type(of_type)):
        return 1
    for argument in field.arguments or ():
        if argument.name.value == "first":
            return abs(int(argument.value.value)) if isinstance(argument.value, IntValueNode) else LONGEST_LIST
    return LIST_LENGTH
