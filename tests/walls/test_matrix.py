"""Role x table x verb with no rule of ours: what PostgreSQL alone lets somebody do to a pledge's rows."""

from typing import Final

import pytest

from service.access.actors import SYSTEM
from service.attaching import Addresses
from service.database import Database
from tests.walls.ground import WHO
from tests.walls.trying import TABLES, a_row_of_each, tried

_HELD_BACK: Final = {
    *("account", "account_identity", "account_link", "account_role", "api_token", "constraint_words"),
    *("deprecated_use", "evidence_file", "history", "idempotency"),
    *(
        "password",
        "person",
        "person_session",
        "place_name",
        "rate_bucket",
        "second_factor",
        "sign_in_throttle",
    ),
}
"""The change and the words are internal, the key and the file are the lead's own."""
_PUBLISHED: Final = {table: "S" for table in TABLES if table not in _HELD_BACK}
_TERMS: Final = {
    **dict.fromkeys(("pledge_agency", "pledge_area", "funding", "milestone", "rollup_stand"), "SID"),
    **dict.fromkeys(("pledge", "target", "pledge_span", "rollup_pledge", "rollup_course"), "SIU"),
    "pledge_place": "SIUD",
    "rollup_reached": "SD",
}
"""What whoever sharpens a pledge writes."""
_MORE: Final[dict[str, dict[str, str]]] = {
    "public": {},
    "unassigned": {},
    "integration": {},
    "lead": {
        **_TERMS,
        "history": "SI",
        "outbox": "SI",
        "indicator": "SI",
        "rollup_fresh": "SI",
        "idempotency": "SIU",
        "progress_report": "SI",
        "evidence": "SI",
        "evidence_file": "S",
        "pledge_request": "SU",
        "pledge_constraint": "SIU",
        "constraint_words": "SIU",
    },
    "partner": {
        "history": "S",
        "outbox": "SI",
        "indicator": "SI",
        "target": "SU",
        "pledge_constraint": "SU",
        "constraint_words": "SIU",
    },
    "stranger": {"indicator": "SI"},
    "secretariat": {
        **_TERMS,
        "history": "S",
        "outbox": "SI",
        "indicator": "SI",
        "rollup_fresh": "SI",
        "rollup_reached": "SID",
        "verification": "SI",
        "progress_report": "SU",
        "pledge_constraint": "SU",
        "constraint_words": "SIU",
        "meeting": "SIU",
        "attendance": "SI",
        "directive": "SI",
        "directive_area": "SI",
        **dict.fromkeys(("agency_mandate", "gap_mark", "overlap_mark", "pledge_request"), "SIU"),
    },
    "other_secretariat": {"indicator": "SI", "rollup_fresh": "SI"},
    "leadership": {"history": "S", "constraint_words": "S"},
    "administrator": {
        **dict.fromkeys(("account", "api_token"), "SIU"),
        **dict.fromkeys(("account_role",), "SID"),
        **dict.fromkeys(("person_session", "second_factor"), "SD"),
        **dict.fromkeys(("account_link", "password"), "S"),
        "person": "SI",
        **dict.fromkeys(("place_name", "region", "posyandu", "sub_activity", "reference_dataset"), "SIU"),
    },
}
"""Beyond what is published. A change is recorded in the name of one's own agency: the lead's by the lead."""


@pytest.mark.parametrize("takes_role", [False, True], ids=["own-logins", "one-login"])
@pytest.mark.parametrize("who", [*WHO])
async def test_a_role_does_to_rows_of_a_pledge_what_is_its_and_nothing_else(
    walled: Addresses, who: str, *, takes_role: bool
) -> None:
    logins = None if takes_role else walled.logins
    database = await Database.open(walled.service, size=1, logins=logins)
    examples = await a_row_of_each(database)
    assert [table for table in TABLES if table not in examples] == []
    assert await tried(database, WHO[who], examples) == {**_PUBLISHED, **_MORE[who]}
    await database.close()


async def test_the_worker_does_everything_but_alter_what_was(itself: Database) -> None:
    examples = await a_row_of_each(itself)
    found = await tried(itself, SYSTEM, examples)
    assert {table for table, letters in found.items() if letters != "SIUD"} == {
        *("history", "history_link", "history_seal", "pledge_span"),
    }
    assert {found[table] for table in ("history", "history_link", "history_seal")} == {"SI"}
