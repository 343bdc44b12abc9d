"""History with its chain, idempotency keys and the outbox."""

from alembic import op

revision = "0008"
down_revision = "0007"

_CREATE = (
    """
CREATE TABLE history_link (
  position BIGINT NOT NULL,
  history_id BIGINT NOT NULL,
  content BYTEA NOT NULL,
  digest BYTEA NOT NULL,
  CONSTRAINT pk_history_link PRIMARY KEY (position),
  CONSTRAINT ck_history_link_digests_are_sha256 CHECK (octet_length(content) = 32 AND
    octet_length(digest) = 32),
  CONSTRAINT uq_history_link_history_id UNIQUE (history_id)
)
""",
    """
CREATE TABLE history_seal (
  position BIGINT NOT NULL,
  digest BYTEA NOT NULL,
  signature BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  sealed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_history_seal PRIMARY KEY (position)
)
""",
    """
CREATE TABLE idempotency (
  actor_id TEXT NOT NULL,
  operation TEXT NOT NULL,
  key TEXT NOT NULL,
  request_hash BYTEA NOT NULL,
  result_id UUID,
  result_version INTEGER,
  replays INTEGER DEFAULT '0' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_idempotency PRIMARY KEY (actor_id, operation, key)
)
""",
    "CREATE INDEX ix_idempotency_recorded_at ON idempotency (recorded_at)",
    r"""
CREATE TABLE outbox (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
  event_id UUID NOT NULL,
  topic TEXT NOT NULL,
  subject_id UUID NOT NULL,
  pledge_id UUID,
  version INTEGER,
  attempts INTEGER DEFAULT '0' NOT NULL,
  leased_until TIMESTAMP WITH TIME ZONE,
  delivered_at TIMESTAMP WITH TIME ZONE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_outbox PRIMARY KEY (id),
  CONSTRAINT ck_outbox_topic_not_blank CHECK (topic !~ '^\s*$'),
  CONSTRAINT uq_outbox_event_id UNIQUE (event_id)
)
""",
    "CREATE INDEX ix_outbox_xid ON outbox (xid, id)",
    r"""
CREATE TABLE history (
  id BIGINT GENERATED ALWAYS AS IDENTITY,
  xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
  subject TEXT NOT NULL,
  subject_id UUID NOT NULL,
  pledge_id UUID,
  action TEXT NOT NULL,
  effective_on DATE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_label TEXT NOT NULL,
  agency_id UUID,
  before JSONB DEFAULT '{}' NOT NULL,
  after JSONB DEFAULT '{}' NOT NULL,
  reason TEXT,
  internal BOOLEAN DEFAULT 'false' NOT NULL,
  CONSTRAINT pk_history PRIMARY KEY (id),
  CONSTRAINT ck_history_subject_not_blank CHECK (subject !~ '^\s*$'),
  CONSTRAINT ck_history_action_not_blank CHECK (action !~ '^\s*$'),
  CONSTRAINT ck_history_actor_label_not_blank CHECK (actor_label !~ '^\s*$'),
  CONSTRAINT fk_history_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE RESTRICT,
  CONSTRAINT fk_history_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_history_agency_id ON history (agency_id)",
    "CREATE INDEX ix_history_pledge_id ON history (pledge_id, id)",
    "CREATE INDEX ix_history_subject_id ON history (subject_id, id)",
    "CREATE INDEX ix_history_xid ON history (xid, id)",
)
_TABLES = ("history_link", "history_seal", "idempotency", "outbox", "history")

_SEALED = ("history", "history_link", "history_seal")
_REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    """Make the tables; the service may read and write them, and own none."""
    for statement in _CREATE:
        op.execute(statement)
    op.execute(_REFUSE)
    for table in _TABLES:
        verbs = "SELECT, INSERT" if table in _SEALED else "SELECT, INSERT, UPDATE, DELETE"
        op.execute(f"GRANT {verbs} ON {table} TO ikrar_app")
    for table in _SEALED:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION refuse_change()")
