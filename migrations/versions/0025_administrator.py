"""A class of trust for who keeps the accounts: nobody else reads or writes anything at the door.

It reads what is published, as officials do; of the door all but what opens it. It writes accounts, what they
may act as, and tokens. What the class of the secretariat was told of the door it is told no more.
"""

from alembic import op

revision = "0025"
down_revision = "0024"

_ROLE = "ikrar_administrator"
_CREATE = f"""
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{_ROLE}') THEN
    CREATE ROLE {_ROLE} LOGIN;
  END IF;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of the same server was migrated meanwhile
END $$
"""
_LET_THE_SERVICE_BE_IT = f"""
DO $$ BEGIN
  IF NOT pg_has_role('ikrar_app', '{_ROLE}', 'MEMBER') THEN
    GRANT {_ROLE} TO ikrar_app;
  END IF;
EXCEPTION WHEN unique_violation THEN NULL; -- likewise
END $$
"""
_LET_IN = f"DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO {_ROLE}', current_database()); END $$"
_KEPT_OUT = _LET_IN.replace("GRANT", "REVOKE").replace(" TO ", " FROM ")

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
_FORMERLY = "ikrar_public, ikrar_liaison, ikrar_secretariat"
_SEEN = (
    *("account", "account_role", "person", "history"),
    "account_link (account_id, purpose, expires_at)",
    (
        "api_token (id, label, prefix, scopes, role, account_id, agency_id, region_code, "
        "expires_at, revoked_at, last_used_at, recorded_at)"
    ),
    "evidence_file (id, name, media_type, size_bytes, sha256)",
    "password (account_id)",
    "person_session (id, account_id)",
    "second_factor (account_id, confirmed_at)",
)
_WRITTEN = (
    ("INSERT", "account, account_role, api_token, history, person"),
    ("UPDATE (closed_at, invitation_due_at)", "account"),
    ("UPDATE (expires_at, revoked_at)", "api_token"),
    ("DELETE", "account_role, person_session, second_factor"),
    ("SELECT, INSERT, UPDATE (replays)", "idempotency"),
)

_AT_THE_DOOR = "subject IN ('account', 'api_token')"
_OWN_KEY = "actor_id = nullif(current_setting('ikrar.actor', true), '')"
_IS_SHOWN = "EXISTS (SELECT FROM evidence WHERE evidence.file_id = evidence_file.id)"
_POLICIES = (
    *(
        (table, verb, "true")
        for table, verbs in {
            "account": ("SELECT", "INSERT", "UPDATE"),
            "account_role": ("SELECT", "INSERT", "DELETE"),
            "account_link": ("SELECT",),
            "api_token": ("SELECT", "INSERT", "UPDATE"),
            "password": ("SELECT",),
            "person": ("SELECT", "INSERT"),
            "person_session": ("SELECT", "DELETE"),
            "second_factor": ("SELECT", "DELETE"),
        }.items()
        for verb in verbs
    ),
    ("history", "SELECT", f"NOT internal OR {_AT_THE_DOOR}"),
    ("history", "INSERT", f"internal AND {_AT_THE_DOOR} AND pledge_id IS NULL AND agency_id IS NULL"),
    ("evidence_file", "SELECT", _IS_SHOWN),
    *(("idempotency", verb, _OWN_KEY) for verb in ("SELECT", "INSERT", "UPDATE")),
)

_PLEDGED_WITHIN = (
    "starts_with((SELECT region_code FROM pledge WHERE id = history.pledge_id), "
    "nullif(current_setting('ikrar.region', true), ''))"
)
_SEEN_BY_THE_DESK = (
    "NOT internal OR agency_id = nullif(current_setting('ikrar.agency', true), '')::uuid "
    f"OR {_PLEDGED_WITHIN}"
)
_DOOR_OF_THE_DESK = ("account", "api_token")
_AS_ADMINISTRATOR = "current_setting('ikrar.role', true) = 'ADMINISTRATOR'"


def upgrade() -> None:
    """Make the role if the server has none, grant, and let nobody else in."""
    op.execute("ALTER TABLE account ADD COLUMN invitation_due_at TIMESTAMP WITH TIME ZONE")
    op.execute(
        "CREATE INDEX ix_account_invitation_due_at ON account (invitation_due_at) "
        "WHERE invitation_due_at IS NOT NULL"
    )
    for statement in (_CREATE, _LET_THE_SERVICE_BE_IT, _LET_IN):
        op.execute(statement)
    op.execute(f"GRANT USAGE ON SCHEMA public TO {_ROLE}")
    op.execute(f"GRANT SELECT ON {', '.join(_PUBLISHED)} TO {_ROLE}")
    for table in _PUBLISHED:
        op.execute(f"ALTER POLICY published ON {table} TO {_FORMERLY}, {_ROLE}")
    for part in _SEEN:
        table, _, columns = part.partition(" ")
        op.execute(f"GRANT SELECT {columns} ON {table} TO {_ROLE}")
    for verbs, tables in _WRITTEN:
        op.execute(f"GRANT {verbs} ON {tables} TO {_ROLE}")
    for table, verb, rows in _POLICIES:
        using = "" if verb == "INSERT" else f" USING ({rows})"
        check = f" WITH CHECK ({rows})" if verb in {"INSERT", "UPDATE"} else ""
        op.execute(
            f"CREATE POLICY administrator_{verb.lower()} ON {table} FOR {verb} TO {_ROLE}{using}{check}"
        )
    op.execute(f"ALTER POLICY secretariat_select ON history USING ({_SEEN_BY_THE_DESK})")
    for table in _DOOR_OF_THE_DESK:
        op.execute(f"DROP POLICY secretariat_select ON {table}")


def downgrade() -> None:
    """Take it back; the role belongs to the whole server and stays."""
    for table in _DOOR_OF_THE_DESK:
        op.execute(
            f"CREATE POLICY secretariat_select ON {table} FOR SELECT TO ikrar_secretariat "
            f"USING ({_AS_ADMINISTRATOR})"
        )
    seen = f"{_SEEN_BY_THE_DESK} OR ({_AS_ADMINISTRATOR} AND {_AT_THE_DOOR})"
    op.execute(f"ALTER POLICY secretariat_select ON history USING ({seen})")
    for table, verb, _ in _POLICIES:
        op.execute(f"DROP POLICY administrator_{verb.lower()} ON {table}")
    for table in _PUBLISHED:
        op.execute(f"ALTER POLICY published ON {table} TO {_FORMERLY}")
    op.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {_ROLE}")
    op.execute(f"REVOKE USAGE ON SCHEMA public FROM {_ROLE}")
    op.execute(_KEPT_OUT)
    op.execute("DROP INDEX ix_account_invitation_due_at")
    op.execute("ALTER TABLE account DROP COLUMN invitation_due_at")
