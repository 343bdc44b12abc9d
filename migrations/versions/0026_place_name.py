"""Names of villages that wait for a person, and files that administrators hand in."""

from alembic import op

revision = "0026"
down_revision = "0025"

_ROLE = "ikrar_administrator"
_LOADED = ("region", "posyandu", "sub_activity", "reference_dataset")
_CREATE = """
CREATE TABLE place_name (
  id UUID NOT NULL,
  within_code TEXT COLLATE "C" NOT NULL,
  words TEXT NOT NULL,
  source TEXT NOT NULL,
  region_code TEXT COLLATE "C",
  reason TEXT,
  seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_place_name PRIMARY KEY (id),
  CONSTRAINT ck_place_name_words_not_blank CHECK (words !~ '^\\s*$'),
  CONSTRAINT ck_place_name_source_not_blank CHECK (source !~ '^\\s*$'),
  CONSTRAINT ck_place_name_settled_one_way CHECK (region_code IS NULL OR reason IS NULL),
  CONSTRAINT fk_place_name_within_code FOREIGN KEY (within_code) REFERENCES region (code) ON DELETE RESTRICT,
  CONSTRAINT fk_place_name_region_code FOREIGN KEY (region_code) REFERENCES region (code) ON DELETE RESTRICT
)
"""


def upgrade() -> None:
    """Make the table, and let administrators load what the operator's commands load."""
    op.execute(_CREATE)
    op.execute(
        "CREATE UNIQUE INDEX ix_place_name_within_code_words ON place_name (within_code, lower(words))"
    )
    op.execute("CREATE INDEX ix_place_name_region_code ON place_name (region_code)")
    op.execute("ALTER TABLE place_name ENABLE ROW LEVEL SECURITY")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON place_name TO ikrar_app")
    op.execute("CREATE POLICY worker ON place_name TO ikrar_app USING (true) WITH CHECK (true)")
    op.execute(
        f"GRANT SELECT, INSERT, UPDATE (source, seen_at, region_code, reason) ON place_name TO {_ROLE}"
    )
    for verb in ("SELECT", "INSERT", "UPDATE"):
        _allow("place_name", verb)
    op.execute(f"GRANT INSERT, UPDATE ON {', '.join(_LOADED)} TO {_ROLE}")
    for table in _LOADED:
        for verb in ("INSERT", "UPDATE"):
            _allow(table, verb)


def _allow(table: str, verb: str) -> None:
    using = "" if verb == "INSERT" else " USING (true)"
    check = "" if verb == "SELECT" else " WITH CHECK (true)"
    op.execute(f"CREATE POLICY administrator_{verb.lower()} ON {table} FOR {verb} TO {_ROLE}{using}{check}")


def downgrade() -> None:
    """Take it back."""
    for table in _LOADED:
        for verb in ("insert", "update"):
            op.execute(f"DROP POLICY administrator_{verb} ON {table}")
    op.execute(f"REVOKE INSERT, UPDATE ON {', '.join(_LOADED)} FROM {_ROLE}")
    op.execute("DROP TABLE place_name")
