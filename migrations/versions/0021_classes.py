"""A login role for each class of trust that asks: what it may read, and what its use cases write.

They own nothing, are members of nothing, and none of them may alter history. Which rows is said by policies.
Tables and columns that later migrations make are hidden from them until they grant.
"""

from alembic import op
from sqlalchemy import inspect

revision = "0021"
down_revision = "0020"

_CLASSES = ("ikrar_public", "ikrar_liaison", "ikrar_secretariat")
_CREATE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') THEN
    CREATE ROLE {role} LOGIN;
  END IF;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of the same server was migrated meanwhile
END $$
"""
_LET_THE_SERVICE_BE_IT = """
DO $$ BEGIN
  IF NOT pg_has_role('ikrar_app', '{role}', 'MEMBER') THEN
    GRANT {role} TO ikrar_app;
  END IF;
EXCEPTION WHEN unique_violation THEN NULL; -- likewise
END $$
"""
_LET_IN = "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO {role}', current_database()); END $$"

_PUBLISHED = (
    *("agency", "agency_alias", "agency_mandate", "attendance", "directive", "directive_area", "evidence"),
    *("funding", "gap_mark", "history", "history_link", "history_seal", "holiday", "indicator", "meeting"),
    *("milestone", "outbox"),
    *("overlap_mark", "pledge_agency", "pledge_area", "pledge_constraint", "pledge_place", "pledge_request"),
    *("posyandu", "posyandu_alias", "progress_report", "reference_dataset", "region", "region_alias"),
    *("rollup_course", "rollup_day", "rollup_edition", "rollup_fresh", "rollup_month", "rollup_now"),
    *("rollup_pledge", "rollup_reached", "rollup_stand", "spm_area", "spm_area_alias", "spm_service"),
    *("sub_activity", "target", "verification"),
)
_IN_PART = (
    "account (id, email)",
    "api_token (id, label)",
    "evidence_file (id, name, media_type, size_bytes, sha256)",
)
_NAMELESS = ("pledge", "pledge_span")
"""The public reads all of these but who is responsible."""

_TERMS = (
    "title, scope, service_code, sub_activity_id, target_group, responsible, evidence_rule, conditions, "
    "fiscal_year, due_on, ratio_percent, ratio_base, ratio_period, ratio_base_amount, execution, stopped_on, "
    "maturity, missing, version, changed_at"
)
"""What of a pledge may be sharpened: never its words, its region, its lead."""
_COURSE = (
    "reference, region_code, lead_agency_id, meeting_id, synthetic, since, execution, verdict, due_on, "
    "stopped_on, fiscal_year, maturity, areas, sources, days, measurable, reached"
)
_BOTH = (
    ("INSERT", "pledge, pledge_agency, pledge_area, pledge_place, funding, milestone, target, pledge_span"),
    ("DELETE", "pledge_agency, pledge_area, pledge_place, funding, milestone"),
    (f"UPDATE ({_TERMS})", "pledge"),
    ("UPDATE (source)", "pledge_place"),
    ("UPDATE (known_until)", "pledge_span"),
    ("UPDATE (claimed, version)", "target"),
    ("INSERT, UPDATE (until_on, resolution, resolved_at)", "pledge_constraint"),
    ("UPDATE (state, pledge_id, reason, settled_on, settled_at, version)", "pledge_request"),
    ("INSERT", "history, outbox, indicator, rollup_fresh"),
    ("SELECT, INSERT, UPDATE (replays)", "idempotency"),
    ("INSERT, UPDATE (parts)", "rollup_pledge"),
    ("INSERT, DELETE", "rollup_stand"),
    ("DELETE", "rollup_reached"),
    (f"INSERT, UPDATE ({_COURSE})", "rollup_course"),
)
_OF_LIAISONS = (
    ("INSERT", "progress_report, evidence"),
    (
        "SELECT (actor_kind, actor_id, agency_id, expires_at), UPDATE (latitude, longitude)",
        "evidence_file",
    ),
)
_OF_THE_SECRETARIAT = (
    ("UPDATE (verdict, shortfall)", "pledge"),
    ("UPDATE (verified)", "target"),
    ("INSERT", "verification, meeting, attendance, directive, directive_area, agency_mandate"),
    ("INSERT", "gap_mark, overlap_mark, pledge_request, rollup_reached"),
    ("UPDATE (attendance_complete, version)", "meeting"),
    ("UPDATE (withdrawal, withdrawn_on, withdrawn_at)", "gap_mark, overlap_mark"),
    ("UPDATE (reason, until_on, ended_at)", "agency_mandate"),
    # Whoever sets mandates locks the agency, which takes a right to change something of it.
    ("UPDATE (synthetic)", "agency"),
)
_GRANTS = {
    "ikrar_liaison": (("SELECT", ", ".join(_NAMELESS)), *_BOTH, *_OF_LIAISONS),
    "ikrar_secretariat": (("SELECT", ", ".join(_NAMELESS)), *_BOTH, *_OF_THE_SECRETARIAT),
}
_OF_THE_READER = (*_PUBLISHED, *_NAMELESS)


def upgrade() -> None:
    """Make the roles if the server has none, grant, and let the service act as each of them."""
    for role in _CLASSES:
        for statement in (_CREATE, _LET_THE_SERVICE_BE_IT, _LET_IN):
            op.execute(statement.replace("{role}", role))
    classes = ", ".join(_CLASSES)
    op.execute(f"GRANT USAGE ON SCHEMA public TO {classes}")
    op.execute(f"GRANT SELECT ON {', '.join(_PUBLISHED)} TO {classes}")
    for part in _IN_PART:
        table, _, columns = part.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO {classes}")
    for table in _NAMELESS:
        op.execute(f"GRANT SELECT ({_columns_but_responsible(table)}) ON {table} TO ikrar_public")
    for role, grants in _GRANTS.items():
        for verbs, tables in grants:
            op.execute(f"GRANT {verbs} ON {tables} TO {role}")
    op.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ikrar_reader")
    op.execute("REVOKE USAGE ON SCHEMA public FROM ikrar_reader")


def downgrade() -> None:
    """Take back the grants; the roles belong to the whole server and stay."""
    for role in _CLASSES:
        op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        op.execute(f"REVOKE USAGE ON SCHEMA public FROM {role}")
        op.execute(_LET_IN.replace("{role}", role).replace("GRANT", "REVOKE").replace(" TO ", " FROM "))
    op.execute("GRANT USAGE ON SCHEMA public TO ikrar_reader")
    op.execute(f"GRANT SELECT ON {', '.join(_OF_THE_READER)} TO ikrar_reader")
    for part in _IN_PART:
        table, _, columns = part.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO ikrar_reader")


def _columns_but_responsible(table: str) -> str:
    names = (column["name"] for column in inspect(op.get_bind()).get_columns(table))
    return ", ".join(name for name in names if name != "responsible")
