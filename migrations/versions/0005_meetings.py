"""Meetings, attendance and directives."""

from alembic import op

revision = "0005"
down_revision = "0004"

_CREATE = (
    r"""
CREATE TABLE meeting (
  id UUID NOT NULL,
  title TEXT NOT NULL,
  kind TEXT NOT NULL,
  held_on DATE,
  reported_on DATE,
  venue TEXT,
  region_code TEXT COLLATE "C" NOT NULL,
  led_by TEXT,
  source TEXT NOT NULL,
  note TEXT,
  attendance_complete BOOLEAN DEFAULT 'false' NOT NULL,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_meeting PRIMARY KEY (id),
  CONSTRAINT ck_meeting_kind_listed CHECK (kind IN ('RAKORNAS', 'RAKOR', 'RAKER', 'RAPAT')),
  CONSTRAINT ck_meeting_some_date CHECK (held_on IS NOT NULL OR reported_on IS NOT NULL),
  CONSTRAINT ck_meeting_dates_ordered CHECK (reported_on >= held_on),
  CONSTRAINT ck_meeting_title_not_blank CHECK (title !~ '^\s*$'),
  CONSTRAINT ck_meeting_source_not_blank CHECK (source !~ '^\s*$'),
  CONSTRAINT ck_meeting_venue_not_blank CHECK (venue !~ '^\s*$'),
  CONSTRAINT ck_meeting_led_by_not_blank CHECK (led_by !~ '^\s*$'),
  CONSTRAINT uq_meeting_region_code_title UNIQUE (region_code, title),
  CONSTRAINT fk_meeting_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_meeting_held_on ON meeting (held_on, id)",
    r"""
CREATE TABLE directive (
  id UUID NOT NULL,
  meeting_id UUID NOT NULL,
  given_by_id UUID,
  region_code TEXT COLLATE "C" NOT NULL,
  title TEXT NOT NULL,
  quote TEXT NOT NULL,
  speaker TEXT,
  source TEXT NOT NULL,
  addressed_to TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_directive PRIMARY KEY (id),
  CONSTRAINT ck_directive_quote_not_blank CHECK (quote !~ '^\s*$'),
  CONSTRAINT ck_directive_title_not_blank CHECK (title !~ '^\s*$'),
  CONSTRAINT ck_directive_source_not_blank CHECK (source !~ '^\s*$'),
  CONSTRAINT ck_directive_addressed_to_not_blank CHECK (addressed_to !~ '^\s*$'),
  CONSTRAINT uq_directive_meeting_id_title UNIQUE (meeting_id, title),
  CONSTRAINT fk_directive_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT,
  CONSTRAINT fk_directive_given_by_id FOREIGN KEY(given_by_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_directive_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_directive_given_by_id ON directive (given_by_id)",
    "CREATE INDEX ix_directive_region_code ON directive (region_code)",
    """
CREATE TABLE attendance (
  id UUID NOT NULL,
  meeting_id UUID NOT NULL,
  agency_id UUID NOT NULL,
  person_id UUID,
  capacity TEXT NOT NULL,
  note TEXT,
  CONSTRAINT pk_attendance PRIMARY KEY (id),
  CONSTRAINT ck_attendance_capacity_listed CHECK (capacity IN ('PRESENT', 'ONLINE', 'REPRESENTED',
    'ACTING')),
  CONSTRAINT uq_attendance_meeting_id_agency_id UNIQUE (meeting_id, agency_id),
  CONSTRAINT fk_attendance_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE CASCADE,
  CONSTRAINT fk_attendance_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_attendance_person_id FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_attendance_agency_id ON attendance (agency_id)",
    "CREATE INDEX ix_attendance_person_id ON attendance (person_id)",
    """
CREATE TABLE directive_area (
  directive_id UUID NOT NULL,
  area_code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT pk_directive_area PRIMARY KEY (directive_id, area_code),
  CONSTRAINT fk_directive_area_directive_id FOREIGN KEY(directive_id) REFERENCES directive (id) ON
    DELETE CASCADE,
  CONSTRAINT fk_directive_area_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE
    RESTRICT
)
""",
    "CREATE INDEX ix_directive_area_area_code ON directive_area (area_code)",
)
_TABLES = ("meeting", "directive", "attendance", "directive_area")


def upgrade() -> None:
    """Make the tables; the service may read and write them, and own none."""
    for statement in _CREATE:
        op.execute(statement)
    for table in _TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO ikrar_app")


def downgrade() -> None:
    """Drop the tables."""
    for table in reversed(_TABLES):
        op.execute(f"DROP TABLE {table}")
