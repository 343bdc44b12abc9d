"""Operations that are valid and hard: what the specification allows and nobody writes by hand."""

from typing import Any

from tests.oracle import ground
from tests.oracle.pages import cursor_of

PLEDGE = f"pledge_{ground.PLEDGES[1]}"
EVERY_ID = [
    "region_64.09",
    f"agency_{ground.NAMESAKE}",
    f"posyandu_{ground.POSTS[0]}",
    f"meeting_{ground.MEETINGS[0]}",
    PLEDGE,
    f"target_{ground.TARGETS[1]}",
    f"report_{ground.REPORTS[0]}",
    f"constraint_{ground.key(0xB1)}",
    f"agency_{ground.POSTS[0]}",
    "",
    "pledge_",
    "region_64.09.04.1005",
    PLEDGE,
]
Hard = tuple[str, dict[str, Any]]

MERGED: dict[str, Hard] = {
    "fields of one key merge, whose inner fields take arguments of their own": (
        """{ pledge(by: {reference: "KTM/64/2025/0001"}) { targets(first: 3) { totalCount } id
             ... { targets(first: 3) { nodes { reports(last: 1) { totalCount nodes { id } } } } } }
           pledge(by: {reference: "KTM/64/2025/0001"}) { title targets(first: 3) { pageInfo { endCursor }
             nodes { id reports(last: 1) { edges { cursor } nodes { quantity } } } } ...P }
           }
           fragment P on Pledge { targets(first: 3) { nodes { ...T } } }
           fragment T on Target { unit reports(last: 1) { nodes { evidence { title } } } }""",
        {},
    ),
    "one field stands twice under other aliases with other arguments": (
        """{ a: pledges(first: 2) { nodes { t: targets(first: 1) { nodes { id } } u: targets(last: 2) {
             nodes { id } } } } b: pledges(last: 2, orderBy: NEWEST) { nodes { t: targets(last: 1) {
             nodes { id } } } } pledges(first: 0) { totalCount nodes { id } } }""",
        {},
    ),
    "a fragment of a connection is used under two parents and spread twice": (
        """query ($a: ID!, $b: ID!) { a: meeting(id: $a) { ...M ...M } b: meeting(id: $b) { ...M title } }
           fragment M on Meeting { attendance(first: 2) { ...A ...A nodes { capacity } } }
           fragment A on AttendanceConnection { totalCount nodes { agency { id } } __typename }""",
        {"a": EVERY_ID[3], "b": f"meeting_{ground.MEETINGS[1]}"},
    ),
    "merged edges, nodes and pageInfo of one page": (
        """{ regions(first: 2) { edges { cursor } edges { node { code } } nodes { code } nodes { parent {
             id } }
             pageInfo { endCursor } pageInfo { __typename startCursor hasNextPage } } }""",
        {},
    ),
}
NODES: dict[str, Hard] = {
    "nodes of every type, by fragments on the interface and on types, with __typename everywhere": (
        """query ($ids: [ID!]!) { __typename nodes(ids: $ids) { ...N ... on Node { id } ... on Agency {
             __typename
             region { ...N name } } ... on Pledge { ...P } ...T } }
           fragment N on Node { __typename id ... on Region { code parent { ...R } } }
           fragment R on Region { level path { __typename id } }
           fragment P on Pledge { statement { __typename quote } scope { __typename posyandus(first: 2) {
             __typename edges { __typename node { __typename village { __typename id } } } } } }
           fragment T on Target { reports(first: 1) { nodes { agency { id } } } }""",
        {"ids": EVERY_ID},
    ),
    "a node asked by a variable, of a type that no fragment names": (
        "query ($id: ID!) { node(id: $id) { ... on Meeting { title } ... on Pledge { title } } }",
        {"id": EVERY_ID[1]},
    ),
    "nodes of none": ('{ nodes(ids: []) { id } a: nodes(ids: ["x"]) { __typename id } }', {}),
    "ids by a single value, which becomes a list": (
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        {"ids": PLEDGE},
    ),
}
SWITCHED: dict[str, Hard] = {
    "all is skipped": (
        '{ region(code: "64") { id @skip(if: true) } a: spmAreas @include(if: false) { code } }',
        {},
    ),
    "a page of nothing": ("{ pledges(first: 2) { nodes @skip(if: true) { id } } }", {}),
    "an argument of a skipped field is not read": (
        """query ($n: Int!, $yes: Boolean!) { pledges(first: 2) { nodes { id targets(first: $n)
             @include(if: $yes) {
             totalCount } } } }""",
        {"n": 1000, "yes": False},
    ),
    "directives on spreads, inline fragments and fields, by variables and defaults": (
        """query ($no: Boolean = false, $yes: Boolean! = true) { pledge(by: {reference: "KTM/64/2025/0001"}) {
             ...P @include(if: $yes) ... @skip(if: $yes) { title } ... on Pledge @include(if: $no) { version }
             dueOn @skip(if: $no) @include(if: $yes) id @skip(if: $yes) @include(if: $yes) } }
           fragment P on Pledge { reference lead { code @skip(if: $no) name @include(if: $no) } }""",
        {"yes": True},
    ),
    "the same with the switches turned": (
        """query ($no: Boolean = false, $yes: Boolean! = true) { pledge(by: {reference: "KTM/64/2025/0001"}) {
             ...P @include(if: $yes) ... @skip(if: $yes) { title } ... on Pledge @include(if: $no) { version }
             dueOn @skip(if: $no) @include(if: $yes) id @skip(if: $yes) @include(if: $yes) } }
           fragment P on Pledge { reference lead { code @skip(if: $no) name @include(if: $no) } }""",
        {"yes": False, "no": True},
    ),
}
_NARROWED = """query ($within: String, $area: SpmAreaCode, $states: [Execution!], $least: Int, $made_up:
     Boolean,
  $timed: [Timeliness!] = [OVERDUE, NOT_DUE, NO_DUE_DATE], $agency: ID, $words: String = null) {
  pledges(first: 20, orderBy: DUE, filter: {within: $within, area: $area, execution: $states,
    minMaturity: $least, synthetic: $made_up, timeliness: $timed, agency: $agency, search: $words}) {
    totalCount nodes { reference timeliness } } }"""
FILTERED: dict[str, Hard] = {
    "no variable given": (_NARROWED, {}),
    "all null": (_NARROWED, {"within": None, "area": None, "states": None, "least": None, "timed": None}),
    "some null": (
        _NARROWED,
        {"within": "64", "area": None, "states": ["RECORDED", "IN_PROGRESS"], "least": 0},
    ),
    "empty lists find nothing": (_NARROWED, {"states": []}),
    "booleans": (_NARROWED, {"made_up": False}),
    "an agency that is none": (_NARROWED, {"agency": "region_64"}),
    "words of a pattern": (_NARROWED, {"words": "100% _"}),
    "the whole filter is null": (
        "query ($f: PledgeFilter) { pledges(first: 3, filter: $f, orderBy: null) { totalCount } }",
        {"f": None},
    ),
    "the whole filter is a variable": (
        """query($f: PledgeFilter, $o: PledgeOrder) {
             pledges(last: 3, orderBy: $o, filter: $f) { totalCount nodes { id } } }""",
        {
            "f": {"fiscalYear": 2026, "verdict": None, "maxMaturity": 90, "fundingSource": "APBD"},
            "o": "NEWEST",
        },
    ),
    "patterns are texts": (
        """{ a: regions(first: 9, filter: {search: "bumi %"}) { nodes { name } } b: regions(first: 9,
             filter: {
             within: "6_"}) { totalCount } c: agencies(first: 9, filter: {search: "100%_\\\\"}) { nodes {
             name } }
             d: posyandus(first: 9, filter: {search: "m%"}) { nodes { name } } }""",
        {},
    ),
    "regions within a village, and within nothing": (
        """{ a: regions(first: 9, filter: {within: "64.09.04.1005"}) { totalCount } b: posyandus(first: 9,
             filter: {within: "64.09.04.1005"}) { totalCount } c: regions(first: 9, filter: {within: ""}) {
             totalCount } d: pledges(first: 9, filter: {within: "'; DROP TABLE pledge; --"}) { totalCount }
             }""",
        {},
    ),
}
_DEEP = "successor { predecessor { successor { predecessor { successor { predecessor { reference } } } } } }"
DEEP: dict[str, Hard] = {
    "ten levels": (f'{{ pledge(by: {{reference: "KTM/64/2025/0004"}}) {{ {_DEEP} }} }}', {}),
    "pages within pages": (
        """{ meetings(first: 4) { nodes { attendance(first: 3) { edges { node { agency { region { parent {
             path { code } } } } } } } directives { areas { services { code } } }
             attendedWithoutPledge { aliases } pledgedWithoutAttending { id } } } }""",
        {},
    ),
    "the first and the last of everything in a pledge": (
        """query ($n: Int = 2, $m: Int!) { pledges(last: 9) { edges { cursor node { targets(first: $n) {
             nodes {
             completion claimed reports(last: $m) { nodes { verification { verdict agency { code } }
             evidence { url }
             target { id } } pageInfo { hasPreviousPage hasNextPage startCursor } } } } reports(first: $m)
             { nodes {
             id effectiveOn } } history(last: $n) { edges { cursor node { before after } } } constraints {
             narrative resolution } scope { expression words regions { name } } responsible } } } }""",
        {"m": 2},
    ),
    "more keys than one json_build_object takes": (
        """{ pledge(by: {reference: "KTM/64/2025/0001"}) { MANY id reference title targetGroup responsible
             evidenceRule
             conditions fiscalYear pledgedOn dueOn execution verdict timeliness progress claimedProgress
             shortfall
             synthetic version recordedAt maturity { score missing } ratio { percent base period baseAmount }
             service { code } region { id } madeAt { id } lead { id } areas { code } agencies { role } }
             }""".replace("MANY", " ".join(f"a{n}: title" for n in range(30))),
        {},
    ),
    "keys that are words of SQL and of Python": (
        "{ select: spmAreas { null: code __init__: name from: __typename } _: __typename }",
        {},
    ),
}
FACES: dict[str, Hard] = {
    "of a page nothing but what is known without it": (
        """{ a: pledges(first: 3) { __typename } b: pledges(last: 3) { pageInfo { hasNextPage } } c:
             pledges(first: 3) {
             pageInfo { hasPreviousPage __typename } } d: posyandus(first: 3, filter: {within: "99"}) {
             __typename
             pageInfo { hasPreviousPage } } e: pledges(last: 0) { totalCount pageInfo { hasNextPage } }
             f: pledges(first: 3) { edges { __typename } nodes { __typename } } }""",
        {},
    ),
}
_TURNING = """query ($first: Int, $after: String, $last: Int, $before: String, $order: PledgeOrder) {
  pledges(first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    totalCount edges { cursor node { reference } } nodes { dueOn } pageInfo {
      hasNextPage hasPreviousPage startCursor endCursor } } }"""
ORDERS: dict[str, list[str]] = {
    "REFERENCE": [cursor_of("REFERENCE", (f"KTM/64/2025/{n:04}", ground.PLEDGES[n])) for n in (0, 4, 8)],
    "NEWEST": [cursor_of("NEWEST", (ground.PLEDGES[n],)) for n in (0, 4, 8)],
    "DUE": [
        cursor_of("DUE", ("9999-12-31", ground.PLEDGES[0])),
        cursor_of("DUE", (ground.DAY, ground.PLEDGES[4])),
        cursor_of("DUE", ("0001-01-01", ground.PLEDGES[4])),
    ],
}
PAGED: dict[str, Hard] = {
    f"{size} of {order}, {number}": (_TURNING, {"order": order, **how})
    for order, cursors in ORDERS.items()
    for size in (0, 2, 100)
    for number, how in enumerate(
        [
            {"first": size},
            {"last": size, "after": None},
            *({"first": size, "after": cursor} for cursor in cursors),
            *({"last": size, "before": cursor} for cursor in cursors),
        ]
    )
}
HARD: dict[str, Hard] = {**MERGED, **NODES, **SWITCHED, **FILTERED, **DEEP, **FACES, **PAGED}
