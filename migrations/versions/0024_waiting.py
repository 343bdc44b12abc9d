"""Which reports wait for a verification: the few of millions, in the order in which they are read."""

from alembic import op

revision = "0024"
down_revision = "0023"

_REGION = "nullif(current_setting('ikrar.region', true), '')"
_PLEDGED_FOR = "(SELECT region_code FROM pledge WHERE id = progress_report.pledge_id)"
_IS_WITHIN = f"current_setting('ikrar.role', true) = 'SECRETARIAT' AND starts_with({_PLEDGED_FOR}, {_REGION})"
_UPGRADE = (
    # A default that is a constant rewrites nothing; what is written is the few that wait.
    "ALTER TABLE progress_report ADD COLUMN waits BOOLEAN DEFAULT false NOT NULL",
    """
UPDATE progress_report SET waits = true
WHERE NOT EXISTS (SELECT FROM verification WHERE verification.report_id = progress_report.id)
""",
    "ALTER TABLE progress_report ALTER COLUMN waits SET DEFAULT true",
    "CREATE INDEX ix_progress_report_waits ON progress_report (effective_on, id) WHERE waits",
    "CREATE INDEX ix_progress_report_effective_on ON progress_report (effective_on, id)",
    "GRANT UPDATE (waits) ON progress_report TO ikrar_secretariat",
    f"""
CREATE POLICY secretariat_update ON progress_report FOR UPDATE TO ikrar_secretariat
USING ({_IS_WITHIN}) WITH CHECK ({_IS_WITHIN})
""",
)
_DOWNGRADE = (
    "DROP POLICY secretariat_update ON progress_report",
    "REVOKE UPDATE (waits) ON progress_report FROM ikrar_secretariat",
    "DROP INDEX ix_progress_report_effective_on",
    "DROP INDEX ix_progress_report_waits",
    "ALTER TABLE progress_report DROP COLUMN waits",
)


def upgrade() -> None:
    """Add the column and its indexes."""
    for statement in _UPGRADE:
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    for statement in _DOWNGRADE:
        op.execute(statement)
