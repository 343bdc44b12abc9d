"""What the endpoint counts of clients: the points that they have left, and their uses of what is to go."""

from alembic import op

revision = "0018"
down_revision = "0017"

_CREATE = (
    """
CREATE UNLOGGED TABLE rate_bucket (
  key TEXT COLLATE "C" NOT NULL,
  points DOUBLE PRECISION NOT NULL,
  granted INTEGER NOT NULL,
  taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
  CONSTRAINT pk_rate_bucket PRIMARY KEY (key)
) WITH (fillfactor = 50)
""",
    """
CREATE TABLE deprecated_use (
  day DATE NOT NULL,
  coordinate TEXT COLLATE "C" NOT NULL,
  client TEXT COLLATE "C" NOT NULL,
  uses BIGINT NOT NULL,
  CONSTRAINT pk_deprecated_use PRIMARY KEY (day, coordinate, client)
)
""",
)
_TABLES = ("rate_bucket", "deprecated_use")


def upgrade() -> None:
    """Make the tables."""
    for statement in _CREATE:
        op.execute(statement)
    for table in _TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ikrar_app")


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
