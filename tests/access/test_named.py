"""Where somebody may be named in words: every column that people fill in is looked into, or is on a list."""

from sqlalchemy import JSON, Text

from models.base import Base
from service.access.named import WORDS

_OF_THE_DOOR = {
    *("account", "account_identity", "account_link", "account_role", "api_token", "password", "person"),
    *("person_session", "second_factor", "sign_in_throttle", "rate_bucket", "deprecated_use", "idempotency"),
    *("outbox", "evidence_file"),
}
"""What they hold of a person is told, and forgotten, row by row."""
_OF_REFERENCE = {
    *("holiday", "indicator", "reference_dataset", "region", "region_alias", "spm_area", "spm_area_alias"),
    *("spm_service", "sub_activity", "agency", "agency_alias", "posyandu", "posyandu_alias"),
}
"""Names of places, offices, services and units."""
_NO_WORDS = {
    *("currency", "kind", "level", "role", "stage", "state", "capacity", "decision", "verdict", "execution"),
    *("code", "reference", "unit", "sha256", "media_type", "client_key", "action", "subject", "actor_kind"),
    *("actor_id", "ratio_base", "ratio_period", "time_zone", "scope", "parts", "partners"),
}
"""Columns of closed lists, codes and numbers, and the scope, which is made of places."""
_ELSEWHERE = {
    ("pledge_constraint", "reason"): "of a closed list",
    ("funding", "source"): "of a closed list",
    ("pledge_place", "source"): "of a closed list",
    ("pledge_span", "fundings"): "the words of funding",
    ("pledge_span", "milestones"): "the words of milestone",
}


def test_every_column_of_words_is_looked_into_or_on_the_list_of_those_that_are_not() -> None:
    looked = {(table.__tablename__, name) for table, names in WORDS.items() for name in names}
    columns = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        if table.name not in _OF_THE_DOOR | _OF_REFERENCE and not table.name.startswith("rollup")
        for column in table.columns
        if isinstance(column.type, (Text, JSON))
        and column.name not in _NO_WORDS
        and not column.name.endswith("_code")
    }
    assert columns - looked == set(_ELSEWHERE)
    assert looked <= columns
