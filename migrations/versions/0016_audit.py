"""What happened at the door, newest first, however much else the history holds."""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the index."""
    op.execute("CREATE INDEX ix_history_door ON history (id) WHERE subject IN ('account', 'api_token')")


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP INDEX ix_history_door")
