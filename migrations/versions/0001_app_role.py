"""The group that the service's login role is a member of; later migrations grant to it, table by table."""

from alembic import op

revision = "0001"
down_revision = None

_CREATE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ikrar_app') THEN
    CREATE ROLE ikrar_app NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object THEN NULL; -- another database of the same server was migrated meanwhile
END $$
"""


def upgrade() -> None:
    """Make the role if the server has none, and let it see the schema."""
    op.execute(_CREATE)
    op.execute("GRANT USAGE ON SCHEMA public TO ikrar_app")


def downgrade() -> None:
    """Take back the grant; the role belongs to the whole server and stays."""
    op.execute("REVOKE USAGE ON SCHEMA public FROM ikrar_app")
