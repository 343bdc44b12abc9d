"""Where each pledge stood on which days, and how far it had come: kept beside the counts of the rollup."""

from alembic import op

revision = "0012"
down_revision = "0011"

_UPGRADE = (
    """
CREATE TABLE rollup_stand (
  place TEXT COLLATE "C" NOT NULL,
  pledge_id UUID NOT NULL,
  from_on DATE NOT NULL,
  until_on DATE NOT NULL,
  CONSTRAINT pk_rollup_stand PRIMARY KEY (place, pledge_id, from_on, until_on),
  CONSTRAINT fk_rollup_stand_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_rollup_stand_pledge_id ON rollup_stand (pledge_id)",
    "GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON rollup_stand TO ikrar_app",
    "ALTER TABLE rollup_pledge ADD COLUMN days DATE[] DEFAULT '{}' NOT NULL",
    "ALTER TABLE rollup_pledge ADD COLUMN progress NUMERIC[] DEFAULT '{}' NOT NULL",
)
_DOWNGRADE = (
    "ALTER TABLE rollup_pledge DROP COLUMN progress",
    "ALTER TABLE rollup_pledge DROP COLUMN days",
    "DROP TABLE rollup_stand",
)


def upgrade() -> None:
    """Make room; a rollup of another edition is built anew, and fills it."""
    for statement in _UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    """Drop it."""
    for statement in _DOWNGRADE:
        op.execute(statement)
