"""Indicators, targets, reports, evidence and verifications."""

from alembic import op

revision = "0007"
down_revision = "0006"

_CREATE = (
    r"""
CREATE TABLE indicator (
  id UUID NOT NULL,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL,
  over_periods TEXT NOT NULL,
  over_places TEXT NOT NULL,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  CONSTRAINT pk_indicator PRIMARY KEY (id),
  CONSTRAINT ck_indicator_kind_listed CHECK (kind IN ('QUANTITY', 'PERCENTAGE')),
  CONSTRAINT ck_indicator_over_periods_listed CHECK (over_periods IN ('SUM', 'MEAN', 'MAX', 'LATEST')),
  CONSTRAINT ck_indicator_over_places_listed CHECK (over_places IN ('SUM', 'MEAN', 'MAX', 'LATEST')),
  CONSTRAINT ck_indicator_name_not_blank CHECK (name !~ '^\s*$'),
  CONSTRAINT ck_indicator_unit_not_blank CHECK (unit !~ '^\s*$'),
  CONSTRAINT uq_indicator_name_unit UNIQUE (name, unit),
  CONSTRAINT uq_indicator_id_unit UNIQUE (id, unit)
)
""",
    """
CREATE TABLE target (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  posyandu_id UUID,
  region_code TEXT COLLATE "C",
  area_code TEXT COLLATE "C" NOT NULL,
  service_code TEXT COLLATE "C",
  indicator_id UUID,
  unit TEXT,
  baseline NUMERIC(21, 6),
  quantity NUMERIC(21, 6),
  due_on DATE,
  claimed NUMERIC(21, 6),
  verified NUMERIC(21, 6),
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_target PRIMARY KEY (id),
  CONSTRAINT fk_target_indicator_id_unit FOREIGN KEY(indicator_id, unit) REFERENCES indicator (id, unit)
    ON DELETE RESTRICT,
  CONSTRAINT ck_target_one_place CHECK (num_nonnulls(posyandu_id, region_code) = 1),
  CONSTRAINT ck_target_quantity_has_its_unit CHECK (num_nonnulls(baseline, quantity, claimed, verified)
    = 0 OR unit IS NOT NULL),
  CONSTRAINT ck_target_unit_is_the_indicators CHECK (unit IS NULL OR indicator_id IS NOT NULL),
  CONSTRAINT ck_target_baseline_not_negative CHECK (baseline >= 0),
  CONSTRAINT ck_target_quantity_not_negative CHECK (quantity >= 0),
  CONSTRAINT ck_target_claimed_not_negative CHECK (claimed >= 0),
  CONSTRAINT ck_target_verified_not_negative CHECK (verified >= 0),
  CONSTRAINT uq_target_id_pledge_id UNIQUE (id, pledge_id),
  CONSTRAINT fk_target_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE RESTRICT,
  CONSTRAINT fk_target_posyandu_id FOREIGN KEY(posyandu_id) REFERENCES posyandu (id) ON DELETE RESTRICT,
  CONSTRAINT fk_target_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT,
  CONSTRAINT fk_target_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE RESTRICT,
  CONSTRAINT fk_target_service_code FOREIGN KEY(service_code) REFERENCES spm_service (code) ON DELETE
    RESTRICT,
  CONSTRAINT fk_target_indicator_id FOREIGN KEY(indicator_id) REFERENCES indicator (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_target_area_code ON target (area_code)",
    "CREATE INDEX ix_target_indicator_id ON target (indicator_id, unit)",
    "CREATE INDEX ix_target_pledge_id ON target (pledge_id, id)",
    "CREATE INDEX ix_target_posyandu_id ON target (posyandu_id)",
    "CREATE INDEX ix_target_region_code ON target (region_code)",
    "CREATE INDEX ix_target_service_code ON target (service_code)",
    r"""
CREATE TABLE progress_report (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  target_id UUID NOT NULL,
  agency_id UUID NOT NULL,
  quantity NUMERIC(21, 6) NOT NULL,
  numerator NUMERIC(21, 6),
  denominator NUMERIC(21, 6),
  effective_on DATE NOT NULL,
  narrative TEXT,
  client_key TEXT,
  reported_by TEXT NOT NULL,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_progress_report PRIMARY KEY (id),
  CONSTRAINT fk_progress_report_target_id_pledge_id FOREIGN KEY(target_id, pledge_id) REFERENCES target
    (id, pledge_id) ON DELETE RESTRICT,
  CONSTRAINT ck_progress_report_share_is_whole CHECK ((numerator IS NULL) = (denominator IS NULL)),
  CONSTRAINT ck_progress_report_denominator_positive CHECK (denominator > 0),
  CONSTRAINT ck_progress_report_quantity_not_negative CHECK (quantity >= 0),
  CONSTRAINT ck_progress_report_numerator_not_negative CHECK (numerator >= 0),
  CONSTRAINT ck_progress_report_client_key_not_blank CHECK (client_key !~ '^\s*$'),
  CONSTRAINT ck_progress_report_narrative_not_blank CHECK (narrative !~ '^\s*$'),
  CONSTRAINT uq_progress_report_agency_id_client_key UNIQUE (agency_id, client_key),
  CONSTRAINT uq_progress_report_id_pledge_id UNIQUE (id, pledge_id),
  CONSTRAINT fk_progress_report_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE RESTRICT,
  CONSTRAINT fk_progress_report_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_progress_report_pledge_id ON progress_report (pledge_id, effective_on, id)",
    "CREATE INDEX ix_progress_report_target_id ON progress_report (target_id, pledge_id)",
    r"""
CREATE TABLE evidence (
  id UUID NOT NULL,
  report_id UUID NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  media_type TEXT,
  size_bytes INTEGER,
  sha256 TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_evidence PRIMARY KEY (id),
  CONSTRAINT ck_evidence_kind_listed CHECK (kind IN ('FILE', 'LINK')),
  CONSTRAINT ck_evidence_sha256_is_hex CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  CONSTRAINT ck_evidence_link_is_an_address CHECK (kind <> 'LINK' OR url ~ '^https?://'),
  CONSTRAINT ck_evidence_size_bytes_not_negative CHECK (size_bytes >= 0),
  CONSTRAINT ck_evidence_title_not_blank CHECK (title !~ '^\s*$'),
  CONSTRAINT fk_evidence_report_id FOREIGN KEY(report_id) REFERENCES progress_report (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_evidence_report_id ON evidence (report_id)",
    r"""
CREATE TABLE verification (
  id UUID NOT NULL,
  report_id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  agency_id UUID NOT NULL,
  decision TEXT NOT NULL,
  verdict TEXT,
  reason TEXT,
  effective_on DATE NOT NULL,
  verified_by TEXT NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_verification PRIMARY KEY (id),
  CONSTRAINT ck_verification_decision_listed CHECK (decision IN ('ACCEPTED', 'RETURNED')),
  CONSTRAINT ck_verification_verdict_listed CHECK (verdict IN ('CONFORMS', 'NOT_YET', 'NOT_ACTED_ON',
    'CANNOT_BE_ACTED_ON')),
  CONSTRAINT ck_verification_accepted_has_a_verdict CHECK (decision <> 'ACCEPTED' OR verdict IS NOT NULL),
  CONSTRAINT ck_verification_returned_has_a_reason CHECK (decision <> 'RETURNED' OR reason IS NOT NULL),
  CONSTRAINT ck_verification_reason_not_blank CHECK (reason !~ '^\s*$'),
  CONSTRAINT fk_verification_report_id_pledge_id FOREIGN KEY(report_id, pledge_id) REFERENCES
    progress_report (id, pledge_id) ON DELETE RESTRICT,
  CONSTRAINT uq_verification_report_id UNIQUE (report_id),
  CONSTRAINT fk_verification_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_verification_agency_id ON verification (agency_id)",
    "CREATE INDEX ix_verification_pledge_id ON verification (pledge_id)",
    "CREATE INDEX ix_verification_report_id_pledge_id ON verification (report_id, pledge_id)",
)
_TABLES = ("indicator", "target", "progress_report", "evidence", "verification")


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
