"""Whom an identity provider knows as whom, and which assignments its words made."""

from alembic import op

revision = "0014"
down_revision = "0013"

_CREATE = r"""
CREATE TABLE account_identity (
  issuer TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  account_id UUID NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_account_identity PRIMARY KEY (issuer, subject),
  CONSTRAINT ck_account_identity_issuer_not_blank CHECK (issuer !~ '^\s*$'),
  CONSTRAINT ck_account_identity_subject_not_blank CHECK (subject !~ '^\s*$'),
  CONSTRAINT fk_account_identity_account_id FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE
)
"""


def upgrade() -> None:
    """Make the table and the column."""
    op.execute(_CREATE)
    op.execute("CREATE INDEX ix_account_identity_account_id ON account_identity (account_id)")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON account_identity TO ikrar_app")
    op.execute('ALTER TABLE account_role ADD COLUMN issuer TEXT COLLATE "C"')


def downgrade() -> None:
    """Drop them."""
    op.execute("ALTER TABLE account_role DROP COLUMN issuer")
    op.execute("DROP TABLE account_identity")
