"""Operations to try: what hypothesis-graphql makes of the schema, with arguments that find something."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from graphql import GraphQLSchema, TypeInfo, Visitor, print_ast, value_from_ast_untyped, visit
from graphql.language import (
    ArgumentNode,
    DirectiveNode,
    FieldNode,
    IntValueNode,
    NameNode,
    ObjectFieldNode,
    OperationDefinitionNode,
    StringValueNode,
    ValueNode,
    VariableDefinitionNode,
    VariableNode,
    parse_type,
    parse_value,
)
from graphql.utilities import TypeInfoVisitor
from hypothesis import strategies as st
from hypothesis_graphql import queries

from tests.oracle import ground, lacks
from tests.oracle.pages import cursor_of
from tests.oracle.slow import SCHEMA

_IDS = [
    "region_64",
    "region_64.09.04.1005",
    "region_99",
    "nonsense",
    "pledge_x",
    *(f"agency_{key}" for key in (ground.DINKES, ground.NAMESAKE)),
    *(f"posyandu_{key}" for key in ground.POSTS[:2]),
    *(f"meeting_{key}" for key in ground.MEETINGS),
    *(f"pledge_{key}" for key in ground.PLEDGES[:6]),
    *(f"target_{key}" for key in ground.TARGETS[:3]),
    *(f"report_{key}" for key in ground.REPORTS[:3]),
    f"constraint_{ground.key(0xB1)}",
    *(f"gapmark_{key}" for key in lacks.MARKS),
    f"overlapmark_{lacks.OVERLAP_MARK}",
    *(f"request_{key}" for key in lacks.REQUESTS),
]
_CODES = ["64", "64.09", "64.09.04.1005", "21", "6", "%", "DINKES"]
_TEXTS: dict[str, list[str]] = {
    "code": _CODES,
    "region": _CODES,
    "within": _CODES,
    "search": ["m", "M%", "%", "_", "\\", "dinas", "JANJI", "", "100%_\\"],
    "reference": ["KTM/64/2025/0001", "KTM/64/2025/0002", ""],
    "registrationNumber": ["64.09.04.1005.001", ""],
    "fundingSource": ["APBD", "CSR", "%"],
    "key": [""],
}


def _argument(name: str, value: str) -> ArgumentNode:
    return ArgumentNode(name=NameNode(value=name), value=parse_value(value))


_SIZES = st.sampled_from([0, 1, 2, 3, 20])
# By the field of the connection, also of rows that another filter or parent leaves out.
_CURSORS: dict[str, list[str]] = {
    "regions": [cursor_of("CODE", (code,)) for code in ("21.01", "64.09", "99")],
    "agencies": [cursor_of("REGION", ("64", "BPBD", ground.BPBD))],
    "Region.agencies": [cursor_of("CODE", ("BPBD", ground.BPBD))],
    "posyandus": [cursor_of("VILLAGE", ("64.09.04.1005", ground.POSTS[0]))],
    "pledgeRequests": [cursor_of("DUE", (ground.DAY, lacks.REQUESTS[1]))],
    "targets": [cursor_of("RECORDED", (ground.TARGETS[1],))],
    "reports": [cursor_of("EFFECTIVE", (ground.DAY, ground.REPORTS[2]))],
    "Query.reports": [cursor_of("OLDEST", (ground.DAY, ground.REPORTS[1]))],
    "history": [cursor_of("RECORDED", (3,))],
    "attendance": [cursor_of("RECORDED", (ground.key(0x81),))],
    "meetings": [cursor_of("NEWEST", (ground.DAY, ground.MEETINGS[1]))],
}
_PLEDGES = {
    "REFERENCE": [cursor_of("REFERENCE", ("KTM/64/2025/0003", ground.PLEDGES[3]))],
    "NEWEST": [cursor_of("NEWEST", (ground.PLEDGES[4],))],
    "DUE": [
        cursor_of("DUE", ("9999-12-31", ground.PLEDGES[0])),
        cursor_of("DUE", (ground.DAY, ground.PLEDGES[4])),
    ],
}

_MOMENTS = {
    "asOf": [str(ground.DAY + timedelta(days=days)) for days in (-400, 0, 5, 100, 150, 4000)],
    "knownOn": [
        "2024-01-01T00:00:00Z",
        "2025-12-01T00:00:00Z",
        "2026-02-01T07:00:00+08:00",
        "2099-01-01T00:00:00Z",
    ],
}


LEFT_OUT = {"matrix", "matrixChanges", "gaps", "overlaps"}
"""Root fields that the slow executor does not know: what they find is held to its facts elsewhere."""
KNOWN = set(cast("Any", SCHEMA.query_type).fields) - LEFT_OUT
_BY = {
    "agency": [f'{{id: "agency_{ground.DINKES}"}}', '{code: {code: "DINKES", region: "64.09"}}', '{id: "x"}'],
    "posyandu": [f'{{id: "posyandu_{ground.POSTS[3]}"}}', '{registrationNumber: "64.09.04.1005.001"}'],
    "pledge": [f'{{id: "pledge_{ground.PLEDGES[1]}"}}', '{reference: "KTM/64/2025/0002"}'],
}


@dataclass(frozen=True, slots=True)
class Operation:
    """A document and its variables."""

    document: str
    variables: dict[str, Any]


@st.composite
def operations(draw: st.DrawFn, schema: GraphQLSchema = SCHEMA) -> Operation:
    """A query whose ids, codes and cursors are often those of rows, whose pages are small."""
    made: Any = draw(queries(schema, fields=sorted(KNOWN), allow_x00=False, print_ast=lambda node: node))
    info = TypeInfo(schema)
    teller = _Teller(draw, info)
    told: Any = visit(made, TypeInfoVisitor(info, teller))
    return Operation(print_ast(told), teller.variables)


class _Teller(Visitor):
    """Puts other arguments in place of those that would find nothing, some of them as variables."""

    def __init__(self, draw: st.DrawFn, info: TypeInfo) -> None:
        super().__init__()
        self._draw = draw
        self._info = info
        self._definitions: list[VariableDefinitionNode] = []
        self.variables: dict[str, Any] = {}

    def leave_operation_definition(
        self, node: OperationDefinitionNode, *_: object
    ) -> OperationDefinitionNode:
        return OperationDefinitionNode(
            operation=node.operation,
            name=node.name,
            selection_set=node.selection_set,
            variable_definitions=tuple(self._definitions),
        )

    def leave_field(self, node: FieldNode, *_: object) -> FieldNode:
        field = self._info.get_field_def()
        arguments = list(node.arguments or ())
        if field is not None and "first" in field.args:
            kept = [one for one in arguments if one.name.value not in {"first", "last", "after", "before"}]
            parent = self._info.get_parent_type()
            apart = f"{parent}.{node.name.value}"
            arguments = [*self._page(apart if apart in _CURSORS else node.name.value, kept), *kept]
        if field is not None and "by" in field.args:
            arguments = [_argument("by", self._draw(st.sampled_from(_BY[node.name.value])))]
        types: dict[str, Any] = {} if field is None else field.args
        arguments = [*(one for one in arguments if one.name.value not in _MOMENTS), *self._looking(types)]
        return FieldNode(
            name=node.name,
            alias=node.alias,
            arguments=tuple([self._hoisted(one, str(types[one.name.value].type)) for one in arguments]),
            directives=tuple(self._directives()),
            selection_set=node.selection_set,
        )

    def leave_argument(self, node: ArgumentNode, *_: object) -> ArgumentNode:
        return ArgumentNode(name=node.name, value=self._told(node.name.value, node.value))

    def leave_object_field(self, node: ObjectFieldNode, *_: object) -> ObjectFieldNode:
        return ObjectFieldNode(name=node.name, value=self._told(node.name.value, node.value))

    def _told(self, name: str, value: ValueNode) -> ValueNode:
        if name == "ids":
            ids = self._draw(st.lists(st.sampled_from(_IDS), max_size=4))
            return parse_value("[" + ", ".join(f'"{each}"' for each in ids) + "]")
        words = _IDS if name in {"id", "agency", "meeting"} else _TEXTS.get(name, [])
        if not words or not isinstance(value, StringValueNode | IntValueNode):
            return value
        return StringValueNode(value=self._draw(st.sampled_from(words)))

    def _page(self, name: str, others: list[ArgumentNode]) -> list[ArgumentNode]:
        forward = self._draw(st.booleans())
        said = [("first" if forward else "last", str(self._draw(_SIZES)))]
        order = next((print_ast(one.value) for one in others if one.name.value == "orderBy"), "REFERENCE")
        cursors = _PLEDGES.get(order, _PLEDGES["REFERENCE"]) if name == "pledges" else _CURSORS.get(name, [])
        if cursors and self._draw(st.booleans()):
            said.append(("after" if forward else "before", f'"{self._draw(st.sampled_from(cursors))}"'))
        return [_argument(name, value) for name, value in said]

    def _looking(self, types: dict[str, Any]) -> list[ArgumentNode]:
        """As of which moment, now and then."""
        return [
            _argument(name, f'"{self._draw(st.sampled_from(words))}"')
            for name, words in _MOMENTS.items()
            if name in types and not self._draw(st.integers(0, 2))
        ]

    def _directives(self) -> list[DirectiveNode]:
        if self._draw(st.integers(0, 9)):
            return []
        name, value = self._draw(st.sampled_from(["skip", "include"])), self._draw(st.booleans())
        decides = self._hoisted(_argument("if", str(value).lower()), "Boolean!")
        return [DirectiveNode(name=NameNode(value=name), arguments=(decides,))]

    def _hoisted(self, argument: ArgumentNode, kind: str) -> ArgumentNode:
        if self._draw(st.integers(0, 2)):
            return argument
        name = f"v{len(self.variables)}"
        self.variables[name] = value_from_ast_untyped(argument.value)
        variable = VariableNode(name=NameNode(value=name))
        self._definitions.append(VariableDefinitionNode(variable=variable, type=parse_type(kind)))
        return ArgumentNode(name=argument.name, value=variable)
