"""Words of internal constraints in a table of their own: policies hide rows, and the reason is for all."""

from alembic import op

revision = "0022"
down_revision = "0021"

_UPGRADE = (
    "ALTER TABLE pledge_constraint ADD CONSTRAINT uq_pledge_constraint_id_pledge_id UNIQUE (id, pledge_id)",
    r"""
CREATE TABLE constraint_words (
  constraint_id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  narrative TEXT NOT NULL,
  resolution TEXT,
  CONSTRAINT pk_constraint_words PRIMARY KEY (constraint_id),
  CONSTRAINT ck_constraint_words_narrative_not_blank CHECK (narrative !~ '^\s*$'),
  CONSTRAINT fk_constraint_words_constraint_id_pledge_id FOREIGN KEY(constraint_id, pledge_id)
    REFERENCES pledge_constraint (id, pledge_id) ON DELETE CASCADE
)
""",
    """
INSERT INTO constraint_words (constraint_id, pledge_id, narrative, resolution)
SELECT id, pledge_id, narrative, resolution FROM pledge_constraint WHERE internal
""",
    "ALTER TABLE pledge_constraint ALTER COLUMN narrative DROP NOT NULL",
    "UPDATE pledge_constraint SET narrative = NULL, resolution = NULL WHERE internal",
    """
ALTER TABLE pledge_constraint
  ADD CONSTRAINT ck_pledge_constraint_internal_words_are_apart
    CHECK (internal = (narrative IS NULL) AND (resolution IS NULL OR NOT internal))
""",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON constraint_words TO ikrar_app",
    "GRANT SELECT, INSERT, UPDATE (resolution) ON constraint_words TO ikrar_liaison, ikrar_secretariat",
)
_DOWNGRADE = (
    "ALTER TABLE pledge_constraint DROP CONSTRAINT ck_pledge_constraint_internal_words_are_apart",
    """
UPDATE pledge_constraint AS row SET narrative = words.narrative, resolution = words.resolution
FROM constraint_words AS words WHERE words.constraint_id = row.id
""",
    "ALTER TABLE pledge_constraint ALTER COLUMN narrative SET NOT NULL",
    "DROP TABLE constraint_words",
    "ALTER TABLE pledge_constraint DROP CONSTRAINT uq_pledge_constraint_id_pledge_id",
)


def upgrade() -> None:
    """Move the words there."""
    for statement in _UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    """Move them back."""
    for statement in _DOWNGRADE:
        op.execute(statement)
