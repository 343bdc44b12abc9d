"""The role under which questions are answered: it reads what may be shown, and writes nothing.

Tables that later migrations make are hidden from it until they grant: what is new is not shown by accident.
"""

from alembic import op

revision = "0017"
down_revision = "0016"

_CREATE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ikrar_reader') THEN
    CREATE ROLE ikrar_reader NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of the same server was migrated meanwhile
END $$
"""
_LET_THE_SERVICE_BE_IT = """
DO $$ BEGIN
  IF NOT pg_has_role('ikrar_app', 'ikrar_reader', 'MEMBER') THEN
    GRANT ikrar_reader TO ikrar_app;
  END IF;
EXCEPTION WHEN unique_violation THEN NULL; -- likewise
END $$
"""
_SHOWN = (
    *("agency", "agency_alias", "agency_mandate", "attendance", "directive", "directive_area", "evidence"),
    *("funding", "gap_mark", "history", "history_link", "history_seal", "holiday", "indicator", "meeting"),
    *("milestone", "outbox", "overlap_mark", "pledge", "pledge_agency", "pledge_area", "pledge_constraint"),
    *("pledge_place", "pledge_request", "pledge_span", "posyandu", "posyandu_alias", "progress_report"),
    *("reference_dataset", "region", "region_alias", "rollup_course", "rollup_day", "rollup_edition"),
    *(
        "rollup_fresh",
        "rollup_month",
        "rollup_now",
        "rollup_pledge",
        "rollup_stand",
        "spm_area",
        "spm_area_alias",
    ),
    *("spm_service", "sub_activity", "target", "verification"),
)
_SHOWN_IN_PART = ("account (id, email)", "api_token (id, label)")


def upgrade() -> None:
    """Make the role if the server has none, show it what may be shown, and let the service act as it."""
    op.execute(_CREATE)
    op.execute("GRANT USAGE ON SCHEMA public TO ikrar_reader")
    op.execute(f"GRANT SELECT ON {', '.join(_SHOWN)} TO ikrar_reader")
    for part in _SHOWN_IN_PART:
        table, _, columns = part.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO ikrar_reader")
    op.execute(_LET_THE_SERVICE_BE_IT)


def downgrade() -> None:
    """Take back the grants; the role belongs to the whole server and stays."""
    op.execute("REVOKE SELECT ON ALL TABLES IN SCHEMA public FROM ikrar_reader")
    op.execute("REVOKE SELECT (id, email) ON account FROM ikrar_reader")
    op.execute("REVOKE SELECT (id, label) ON api_token FROM ikrar_reader")
    op.execute("REVOKE USAGE ON SCHEMA public FROM ikrar_reader")
