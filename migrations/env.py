"""Runs the scripts in versions/ on a connection that service/migrating.py hands over: one migrator at a time.

Timeouts and the lock stand here once, so that no script has to think of them: a migration that would wait
behind a long query gives up in seconds instead of stopping everybody who queues behind it.
"""

from alembic import context
from sqlalchemy import Connection, text

import models

_LOCK = 0x696B_7261_7200  # "ikrar", as the key of an advisory lock

_GRANT_VERSION = """
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'ikrar_app') THEN
    GRANT SELECT ON alembic_version TO ikrar_app;
  END IF;
END $$
"""


def migrate(connection: Connection) -> None:
    """Wait for our turn, then bring the schema to where Alembic was told, a transaction for each script."""
    connection.execute(text("SET lock_timeout = '60s'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
    connection.execute(text("SET lock_timeout = '4s'"))
    connection.execute(text("SET statement_timeout = '15min'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=models.Base.metadata,
        transaction_per_migration=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    # The service compares versions before it serves; it is not the owner.
    connection.execute(text(_GRANT_VERSION))
    connection.commit()


migrate(context.config.attributes["connection"])
