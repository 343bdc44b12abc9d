"""Files that are handed in as evidence, and the piece of evidence that each belongs to."""

from alembic import op

revision = "0020"
down_revision = "0019"

_CREATE = (
    r"""
CREATE TABLE evidence_file (
  id UUID NOT NULL,
  digest BYTEA NOT NULL,
  actor_kind TEXT COLLATE "C" NOT NULL,
  actor_id TEXT COLLATE "C" NOT NULL,
  agency_id UUID NOT NULL,
  name TEXT NOT NULL,
  sent_bytes INTEGER NOT NULL,
  sent_sha256 TEXT NOT NULL,
  flaw TEXT,
  media_type TEXT,
  size_bytes INTEGER,
  sha256 TEXT,
  latitude DOUBLE PRECISION,
  longitude DOUBLE PRECISION,
  expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_evidence_file PRIMARY KEY (id),
  CONSTRAINT ck_evidence_file_media_type_listed
    CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp', 'application/pdf')),
  CONSTRAINT ck_evidence_file_flaw_listed CHECK (flaw IN
    ('ALTERED', 'NOT_LISTED', 'UNREADABLE', 'TOO_MANY_PIXELS', 'ENCRYPTED', 'ACTIVE', 'TOO_COSTLY')),
  CONSTRAINT ck_evidence_file_digest_is_sha256 CHECK (octet_length(digest) = 32),
  CONSTRAINT ck_evidence_file_sent_sha256_is_hex CHECK (sent_sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_evidence_file_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_evidence_file_sizes_positive CHECK (sent_bytes > 0 AND size_bytes > 0),
  CONSTRAINT ck_evidence_file_kept_as_a_whole
    CHECK (num_nonnulls(media_type, size_bytes, sha256) IN (0, 3)),
  CONSTRAINT ck_evidence_file_kept_or_refused CHECK (media_type IS NULL OR flaw IS NULL),
  CONSTRAINT ck_evidence_file_place_is_whole CHECK (num_nonnulls(latitude, longitude) IN (0, 2)),
  CONSTRAINT ck_evidence_file_place_of_what_is_kept CHECK (latitude IS NULL OR media_type IS NOT NULL),
  CONSTRAINT ck_evidence_file_expiry_ahead CHECK (expires_at > recorded_at),
  CONSTRAINT ck_evidence_file_actor_kind_not_blank CHECK (actor_kind !~ '^\s*$'),
  CONSTRAINT ck_evidence_file_actor_id_not_blank CHECK (actor_id !~ '^\s*$'),
  CONSTRAINT ck_evidence_file_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT uq_evidence_file_digest UNIQUE (digest),
  CONSTRAINT fk_evidence_file_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_evidence_file_actor ON evidence_file (actor_kind, actor_id, recorded_at)",
    "CREATE INDEX ix_evidence_file_agency_id ON evidence_file (agency_id)",
    "CREATE INDEX ix_evidence_file_expires_at ON evidence_file (expires_at)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON evidence_file TO ikrar_app",
    # Neither whose it is, nor where it is sent to, nor where the photo was taken.
    "GRANT SELECT (id, name, media_type, size_bytes, sha256) ON evidence_file TO ikrar_reader",
    """
ALTER TABLE evidence ADD COLUMN file_id UUID,
  ADD CONSTRAINT ck_evidence_link_has_no_file CHECK (file_id IS NULL OR kind = 'FILE'),
  ADD CONSTRAINT uq_evidence_file_id UNIQUE (file_id),
  ADD CONSTRAINT fk_evidence_file_id FOREIGN KEY(file_id) REFERENCES evidence_file (id) ON DELETE RESTRICT
""",
)


def upgrade() -> None:
    """Make the table, and let a piece of evidence name its file."""
    for statement in _CREATE:
        op.execute(statement)


def downgrade() -> None:
    """Drop both; the bytes stay where they are."""
    op.execute("ALTER TABLE evidence DROP COLUMN file_id")
    op.execute("DROP TABLE evidence_file")
