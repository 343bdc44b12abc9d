"""Row-level security: which rows a class of trust sees and writes; the worker is held by grants alone.

Policies ask who asks by settings that end with their transaction (service/trust.py); without them agency and
region are NULL, and nothing is seen or written that depends on them. Rows of other tables are looked up by
scalar subqueries, which cannot become a scan of the whole table as EXISTS can.
"""

from alembic import op

revision = "0023"
down_revision = "0022"

_AGENCY = "nullif(current_setting('ikrar.agency', true), '')::uuid"
_REGION = "nullif(current_setting('ikrar.region', true), '')"
_ACTOR = "nullif(current_setting('ikrar.actor', true), '')"
_ROLE = "current_setting('ikrar.role', true)"

_PUBLISHED = (
    *("agency", "agency_alias", "agency_mandate", "attendance", "directive", "directive_area", "evidence"),
    *("funding", "gap_mark", "history_link", "history_seal", "holiday", "indicator", "meeting"),
    *("milestone", "outbox", "overlap_mark"),
    *("pledge", "pledge_agency", "pledge_area", "pledge_constraint", "pledge_place", "pledge_request"),
    *("pledge_span", "posyandu", "posyandu_alias", "progress_report", "reference_dataset", "region"),
    *("region_alias", "rollup_course", "rollup_day", "rollup_edition", "rollup_fresh", "rollup_month"),
    *("rollup_now", "rollup_pledge", "rollup_reached", "rollup_stand", "spm_area", "spm_area_alias"),
    *("spm_service", "sub_activity", "target", "verification"),
)
_HELD_BACK = (
    *("account", "account_identity", "account_link", "account_role", "api_token", "constraint_words"),
    *("deprecated_use", "evidence_file", "history", "idempotency"),
    *("password", "person", "person_session", "rate_bucket", "second_factor", "sign_in_throttle"),
)


def _leads(table: str) -> str:
    return f"(SELECT lead_agency_id FROM pledge WHERE id = {table}.pledge_id) = {_AGENCY}"  # noqa: S608 - made of our own words


def _takes_part(pledge: str) -> str:
    return (
        "(SELECT true FROM pledge_agency AS beside "  # noqa: S608 - made of our own words
        f"WHERE beside.pledge_id = {pledge} AND beside.agency_id = {_AGENCY})"
    )


def _is_party(table: str) -> str:
    return f"{_leads(table)} OR {_takes_part(f'{table}.pledge_id')}"


def _lies_within(region: str) -> str:
    # Codes of one level are equally long, so a region is within those that its code begins with.
    return f"starts_with({region}, {_REGION})"


def _pledged_within(table: str) -> str:
    return _lies_within(f"(SELECT region_code FROM pledge WHERE id = {table}.pledge_id)")  # noqa: S608 - made of our own words


def _of_the_desk(condition: str) -> str:
    """Leadership reads in the same class, and writes nothing."""
    return f"{_ROLE} = 'SECRETARIAT' AND {condition}"


def _held_at(region: str) -> str:
    return _of_the_desk(_lies_within(f"(SELECT region_code FROM {region})"))  # noqa: S608 - made of our own words


_WRITES_OF_PLEDGES = {
    **dict.fromkeys(("pledge_agency", "pledge_area", "funding", "milestone"), ("INSERT", "DELETE")),
    "pledge_place": ("INSERT", "UPDATE", "DELETE"),
    **dict.fromkeys(("pledge_span", "rollup_pledge", "rollup_course"), ("INSERT", "UPDATE")),
    "rollup_stand": ("INSERT", "DELETE"),
    "rollup_reached": ("DELETE",),
    "target": ("INSERT",),
}
_LIVE = "execution IN ('RECORDED', 'SPECIFIED', 'AGREED', 'IN_PROGRESS', 'REPORTED_DONE')"
_OWN_WORDS = f"agency_id = {_AGENCY}"
_OWN_KEY = f"actor_id = {_ACTOR}"
_IS_SHOWN = "EXISTS (SELECT FROM evidence WHERE evidence.file_id = evidence_file.id)"
_PLACE_OF_REQUEST = "coalesce(region_code, (SELECT village_code FROM posyandu WHERE id = posyandu_id))"
_PLACE_OF_GAP = (
    "coalesce(region_code, (SELECT village_code FROM posyandu WHERE id = posyandu_id), "
    "(SELECT m.region_code FROM meeting AS m WHERE m.id = meeting_id), "
    "(SELECT a.region_code FROM agency AS a WHERE a.id = agency_id))"
)
_SEEN_BY_OFFICIALS = (
    f"NOT internal OR agency_id = {_AGENCY} OR {_pledged_within('history')} "
    f"OR ({_ROLE} = 'ADMINISTRATOR' AND subject IN ('account', 'api_token'))"
)

# Table, verb, which rows it may be done to, and (of an update) what may come of them.
_Policy = tuple[str, str, str] | tuple[str, str, str, str]
_OF_THE_PUBLIC: tuple[_Policy, ...] = (("history", "SELECT", "NOT internal"),)
_OF_LIAISONS: tuple[_Policy, ...] = (
    *((table, verb, _leads(table)) for table, verbs in _WRITES_OF_PLEDGES.items() for verb in verbs),
    ("history", "SELECT", f"NOT internal OR agency_id = {_AGENCY} OR {_is_party('history')}"),
    ("history", "INSERT", f"{_OWN_WORDS} AND (pledge_id IS NULL OR {_is_party('history')})"),
    ("outbox", "INSERT", f"{_AGENCY} IS NOT NULL AND (pledge_id IS NULL OR {_is_party('outbox')})"),
    ("indicator", "INSERT", f"{_AGENCY} IS NOT NULL"),
    ("rollup_fresh", "INSERT", "agency = nullif(current_setting('ikrar.agency', true), '')"),
    *(("idempotency", verb, _OWN_KEY) for verb in ("SELECT", "INSERT", "UPDATE")),
    ("pledge", "INSERT", f"lead_agency_id = {_AGENCY}"),
    (
        "pledge",
        "UPDATE",
        f"lead_agency_id = {_AGENCY} OR {_takes_part('pledge.id')}",
        f"lead_agency_id = {_AGENCY} AND {_LIVE}",
    ),
    ("target", "UPDATE", _is_party("target")),
    ("progress_report", "INSERT", f"{_OWN_WORDS} AND ({_is_party('progress_report')})"),
    # A report that comes in the same statement is not seen yet; it is the agency's own, or refused itself.
    (
        "evidence",
        "INSERT",
        f"coalesce((SELECT agency_id FROM progress_report WHERE id = report_id), {_AGENCY}) = {_AGENCY}",  # noqa: S608 - made of our own words
    ),
    ("evidence_file", "SELECT", f"{_AGENCY} IS NOT NULL AND ({_OWN_WORDS} OR {_IS_SHOWN})"),
    ("evidence_file", "UPDATE", f"{_OWN_WORDS} AND {_OWN_KEY}"),
    ("pledge_constraint", "INSERT", f"{_OWN_WORDS} AND ({_is_party('pledge_constraint')})"),
    ("pledge_constraint", "UPDATE", _is_party("pledge_constraint")),
    *(("constraint_words", verb, _is_party("constraint_words")) for verb in ("SELECT", "INSERT", "UPDATE")),
    ("pledge_request", "UPDATE", _OWN_WORDS),
)
_OF_THE_SECRETARIAT: tuple[_Policy, ...] = (
    *(
        (table, verb, _of_the_desk(_pledged_within(table)))
        for table, verbs in _WRITES_OF_PLEDGES.items()
        for verb in verbs
    ),
    ("history", "SELECT", _SEEN_BY_OFFICIALS),
    ("account", "SELECT", f"{_ROLE} = 'ADMINISTRATOR'"),
    ("api_token", "SELECT", f"{_ROLE} = 'ADMINISTRATOR'"),
    ("evidence_file", "SELECT", _IS_SHOWN),
    ("constraint_words", "SELECT", _pledged_within("constraint_words")),
    (
        "history",
        "INSERT",
        _of_the_desk(f"{_OWN_WORDS} AND (pledge_id IS NULL OR {_pledged_within('history')})"),
    ),
    ("outbox", "INSERT", _of_the_desk(f"(pledge_id IS NULL OR {_pledged_within('outbox')})")),
    *((table, "INSERT", _of_the_desk("true")) for table in ("indicator", "rollup_fresh")),
    *(("idempotency", verb, _OWN_KEY) for verb in ("SELECT", "INSERT", "UPDATE")),
    *(("pledge", verb, _of_the_desk(_lies_within("region_code"))) for verb in ("INSERT", "UPDATE")),
    ("target", "UPDATE", _of_the_desk(_pledged_within("target"))),
    ("rollup_reached", "INSERT", _of_the_desk(_pledged_within("rollup_reached"))),
    (
        "verification",
        "INSERT",
        _of_the_desk(
            f"{_OWN_WORDS} AND {_pledged_within('verification')} "  # noqa: S608 - made of our own words
            f"AND (SELECT r.agency_id FROM progress_report AS r WHERE r.id = report_id) <> {_AGENCY}"
        ),
    ),
    ("pledge_constraint", "INSERT", _of_the_desk(f"{_OWN_WORDS} AND {_pledged_within('pledge_constraint')}")),
    ("pledge_constraint", "UPDATE", _of_the_desk(_pledged_within("pledge_constraint"))),
    *(
        ("constraint_words", verb, _of_the_desk(_pledged_within("constraint_words")))
        for verb in ("INSERT", "UPDATE")
    ),
    *(
        ("pledge_request", verb, _of_the_desk(_lies_within(_PLACE_OF_REQUEST)))
        for verb in ("INSERT", "UPDATE")
    ),
    *(("gap_mark", verb, _of_the_desk(_lies_within(_PLACE_OF_GAP))) for verb in ("INSERT", "UPDATE")),
    *(
        (
            "overlap_mark",
            verb,
            f"{_held_at('pledge WHERE id = one_id')} AND {_held_at('pledge WHERE id = other_id')}",
        )
        for verb in ("INSERT", "UPDATE")
    ),
    *(("meeting", verb, _of_the_desk(_lies_within("region_code"))) for verb in ("INSERT", "UPDATE")),
    ("attendance", "INSERT", _held_at("meeting WHERE id = meeting_id")),
    ("directive", "INSERT", _held_at("meeting WHERE id = meeting_id")),
    (
        "directive_area",
        "INSERT",
        _of_the_desk(
            _lies_within(
                "(SELECT m.region_code FROM directive AS d JOIN meeting AS m ON m.id = d.meeting_id "
                "WHERE d.id = directive_id)"
            )
        ),
    ),
    *(("agency_mandate", verb, _held_at("agency WHERE id = agency_id")) for verb in ("INSERT", "UPDATE")),
    # Locked while its mandates are set, and never changed.
    ("agency", "UPDATE", _of_the_desk(_lies_within("region_code")), "false"),
)
_OF_CLASSES = {
    "ikrar_public": _OF_THE_PUBLIC,
    "ikrar_liaison": _OF_LIAISONS,
    "ikrar_secretariat": _OF_THE_SECRETARIAT,
}


def upgrade() -> None:
    """Let every table have row-level security, and a policy for each class and verb."""
    for table in (*_PUBLISHED, *_HELD_BACK):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY worker ON {table} TO ikrar_app USING (true) WITH CHECK (true)")
    for table in _PUBLISHED:
        op.execute(f"CREATE POLICY published ON {table} FOR SELECT TO {', '.join(_OF_CLASSES)} USING (true)")
    for role, policies in _OF_CLASSES.items():
        for table, verb, rows, *becoming in policies:
            name = f"{role.removeprefix('ikrar_')}_{verb.lower()}"
            using = "" if verb == "INSERT" else f" USING ({rows})"
            check = f" WITH CHECK ({(becoming or [rows])[0]})" if verb in {"INSERT", "UPDATE"} else ""
            op.execute(f"CREATE POLICY {name} ON {table} FOR {verb} TO {role}{using}{check}")


def downgrade() -> None:
    """Drop the policies."""
    for role, policies in _OF_CLASSES.items():
        for table, verb, *_ in policies:
            op.execute(f"DROP POLICY {role.removeprefix('ikrar_')}_{verb.lower()} ON {table}")
    for table in _PUBLISHED:
        op.execute(f"DROP POLICY published ON {table}")
    for table in (*_PUBLISHED, *_HELD_BACK):
        op.execute(f"DROP POLICY worker ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
