"""Mandates, marks on gaps and overlaps, and requests for a pledge."""

from alembic import op

revision = "0011"
down_revision = "0010"

_CREATE = (
    r"""
CREATE TABLE agency_mandate (
  id UUID NOT NULL,
  agency_id UUID NOT NULL,
  area_code TEXT COLLATE "C" NOT NULL,
  source TEXT NOT NULL,
  reason TEXT,
  from_on DATE,
  until_on DATE,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  ended_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_agency_mandate PRIMARY KEY (id),
  CONSTRAINT ck_agency_mandate_ended_has_a_day CHECK ((until_on IS NULL) = (ended_at IS NULL)),
  CONSTRAINT ck_agency_mandate_dates_ordered CHECK (until_on >= from_on),
  CONSTRAINT ck_agency_mandate_area_is_served CHECK (area_code <> 'LINTAS_BIDANG'),
  CONSTRAINT ck_agency_mandate_source_not_blank CHECK (source !~ '^\s*$'),
  CONSTRAINT ck_agency_mandate_reason_not_blank CHECK (reason !~ '^\s*$'),
  CONSTRAINT fk_agency_mandate_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_agency_mandate_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE
    RESTRICT
)
""",
    "CREATE INDEX ix_agency_mandate_agency_id ON agency_mandate (agency_id)",
    "CREATE INDEX ix_agency_mandate_area_code ON agency_mandate (area_code)",
    (
        "CREATE UNIQUE INDEX uq_agency_mandate_standing ON agency_mandate (agency_id, area_code) WHERE "
        "ended_at IS NULL"
    ),
    r"""
CREATE TABLE gap_mark (
  id UUID NOT NULL,
  kind TEXT NOT NULL,
  area_code TEXT COLLATE "C",
  posyandu_id UUID,
  region_code TEXT COLLATE "C",
  agency_id UUID,
  meeting_id UUID,
  reason TEXT NOT NULL,
  marked_on DATE NOT NULL,
  marked_by TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  withdrawal TEXT,
  withdrawn_on DATE,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_gap_mark PRIMARY KEY (id),
  CONSTRAINT ck_gap_mark_kind_listed CHECK (kind IN ('NOTHING_PROMISED', 'NOT_MOVING',
    'NO_PLEDGE_FOR_MANDATE', 'ATTENDED_WITHOUT_PLEDGE')),
  CONSTRAINT ck_gap_mark_subject_of_kind CHECK (num_nonnulls(posyandu_id, region_code) = CASE WHEN kind IN
    ('NOTHING_PROMISED', 'NOT_MOVING') THEN 1 ELSE 0 END AND (area_code IS NULL) = (kind =
    'ATTENDED_WITHOUT_PLEDGE') AND (meeting_id IS NOT NULL) = (kind = 'ATTENDED_WITHOUT_PLEDGE') AND
    (agency_id IS NULL) = (kind IN ('NOTHING_PROMISED', 'NOT_MOVING'))),
  CONSTRAINT ck_gap_mark_withdrawn_is_whole CHECK (num_nonnulls(withdrawn_on, withdrawn_at, withdrawal) IN
    (0, 3)),
  CONSTRAINT ck_gap_mark_dates_ordered CHECK (withdrawn_on >= marked_on),
  CONSTRAINT ck_gap_mark_reason_not_blank CHECK (reason !~ '^\s*$'),
  CONSTRAINT ck_gap_mark_marked_by_not_blank CHECK (marked_by !~ '^\s*$'),
  CONSTRAINT ck_gap_mark_withdrawal_not_blank CHECK (withdrawal !~ '^\s*$'),
  CONSTRAINT fk_gap_mark_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE RESTRICT,
  CONSTRAINT fk_gap_mark_posyandu_id FOREIGN KEY(posyandu_id) REFERENCES posyandu (id) ON DELETE RESTRICT,
  CONSTRAINT fk_gap_mark_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT,
  CONSTRAINT fk_gap_mark_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_gap_mark_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_gap_mark_agency_id ON gap_mark (agency_id)",
    "CREATE INDEX ix_gap_mark_area_code ON gap_mark (area_code)",
    "CREATE INDEX ix_gap_mark_meeting_id ON gap_mark (meeting_id)",
    "CREATE INDEX ix_gap_mark_posyandu_id ON gap_mark (posyandu_id)",
    "CREATE INDEX ix_gap_mark_region_code ON gap_mark (region_code)",
    (
        "CREATE UNIQUE INDEX uq_gap_mark_standing ON gap_mark (kind, area_code, posyandu_id, region_code, "
        "agency_id, meeting_id) NULLS NOT DISTINCT WHERE withdrawn_at IS NULL"
    ),
    r"""
CREATE TABLE overlap_mark (
  id UUID NOT NULL,
  one_id UUID NOT NULL,
  other_id UUID NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  marked_on DATE NOT NULL,
  marked_by TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  withdrawal TEXT,
  withdrawn_on DATE,
  withdrawn_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_overlap_mark PRIMARY KEY (id),
  CONSTRAINT ck_overlap_mark_kind_listed CHECK (kind IN ('JOINT', 'DISMISSED')),
  CONSTRAINT ck_overlap_mark_pair_is_ordered CHECK (one_id < other_id),
  CONSTRAINT ck_overlap_mark_withdrawn_is_whole CHECK (num_nonnulls(withdrawn_on, withdrawn_at,
    withdrawal) IN (0, 3)),
  CONSTRAINT ck_overlap_mark_dates_ordered CHECK (withdrawn_on >= marked_on),
  CONSTRAINT ck_overlap_mark_reason_not_blank CHECK (reason !~ '^\s*$'),
  CONSTRAINT ck_overlap_mark_marked_by_not_blank CHECK (marked_by !~ '^\s*$'),
  CONSTRAINT ck_overlap_mark_withdrawal_not_blank CHECK (withdrawal !~ '^\s*$'),
  CONSTRAINT fk_overlap_mark_one_id FOREIGN KEY(one_id) REFERENCES pledge (id) ON DELETE RESTRICT,
  CONSTRAINT fk_overlap_mark_other_id FOREIGN KEY(other_id) REFERENCES pledge (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_overlap_mark_one_id ON overlap_mark (one_id)",
    "CREATE INDEX ix_overlap_mark_other_id ON overlap_mark (other_id)",
    (
        "CREATE UNIQUE INDEX uq_overlap_mark_standing ON overlap_mark (one_id, other_id) WHERE "
        "withdrawn_at IS NULL"
    ),
    r"""
CREATE TABLE pledge_request (
  id UUID NOT NULL,
  agency_id UUID NOT NULL,
  area_code TEXT COLLATE "C" NOT NULL,
  posyandu_id UUID,
  region_code TEXT COLLATE "C",
  meeting_id UUID,
  words TEXT NOT NULL,
  due_on DATE NOT NULL,
  state TEXT NOT NULL,
  requested_on DATE NOT NULL,
  requested_by TEXT NOT NULL,
  pledge_id UUID,
  reason TEXT,
  settled_on DATE,
  version INTEGER DEFAULT '1' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  settled_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_pledge_request PRIMARY KEY (id),
  CONSTRAINT ck_pledge_request_state_listed CHECK (state IN ('OPEN', 'ANSWERED', 'DECLINED', 'WITHDRAWN')),
  CONSTRAINT ck_pledge_request_one_place CHECK (num_nonnulls(posyandu_id, region_code) = 1),
  CONSTRAINT ck_pledge_request_due_after_it_was_made CHECK (due_on >= requested_on),
  CONSTRAINT ck_pledge_request_answered_by_a_pledge CHECK ((pledge_id IS NOT NULL) = (state = 'ANSWERED')),
  CONSTRAINT ck_pledge_request_has_its_reason CHECK (state NOT IN ('DECLINED', 'WITHDRAWN') OR reason IS
    NOT NULL),
  CONSTRAINT ck_pledge_request_settled_has_a_day CHECK (num_nonnulls(settled_on, settled_at) = CASE state
    WHEN 'OPEN' THEN 0 ELSE 2 END),
  CONSTRAINT ck_pledge_request_words_not_blank CHECK (words !~ '^\s*$'),
  CONSTRAINT ck_pledge_request_reason_not_blank CHECK (reason !~ '^\s*$'),
  CONSTRAINT ck_pledge_request_requested_by_not_blank CHECK (requested_by !~ '^\s*$'),
  CONSTRAINT fk_pledge_request_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_pledge_request_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_request_posyandu_id FOREIGN KEY(posyandu_id) REFERENCES posyandu (id) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_request_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_request_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_request_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_pledge_request_agency_id ON pledge_request (agency_id, state)",
    "CREATE INDEX ix_pledge_request_area_code ON pledge_request (area_code)",
    "CREATE INDEX ix_pledge_request_due_on ON pledge_request (due_on, id)",
    "CREATE INDEX ix_pledge_request_meeting_id ON pledge_request (meeting_id)",
    "CREATE INDEX ix_pledge_request_pledge_id ON pledge_request (pledge_id)",
    "CREATE INDEX ix_pledge_request_posyandu_id ON pledge_request (posyandu_id)",
    "CREATE INDEX ix_pledge_request_region_code ON pledge_request (region_code)",
)
_TABLES = ("agency_mandate", "gap_mark", "overlap_mark", "pledge_request")


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
