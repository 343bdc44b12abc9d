"""Pledges and what hangs directly on them."""

from alembic import op

revision = "0006"
down_revision = "0005"

_CREATE = (
    r"""
CREATE TABLE pledge (
  id UUID NOT NULL,
  reference TEXT COLLATE "C" NOT NULL,
  region_code TEXT COLLATE "C" NOT NULL,
  year INTEGER NOT NULL,
  serial INTEGER NOT NULL,
  lead_agency_id UUID NOT NULL,
  title TEXT NOT NULL,
  quote TEXT NOT NULL,
  speaker TEXT,
  source TEXT NOT NULL,
  meeting_id UUID,
  directive_id UUID,
  predecessor_id UUID,
  scope JSONB,
  service_code TEXT COLLATE "C",
  sub_activity_id UUID,
  target_group TEXT,
  responsible TEXT,
  evidence_rule TEXT,
  conditions TEXT,
  fiscal_year INTEGER,
  due_on DATE,
  pledged_on DATE NOT NULL,
  ratio_percent NUMERIC,
  ratio_base TEXT,
  ratio_period TEXT,
  ratio_base_amount NUMERIC(18, 2),
  execution TEXT NOT NULL,
  stopped_on DATE,
  verdict TEXT,
  shortfall TEXT,
  maturity INTEGER DEFAULT '0' NOT NULL,
  missing TEXT[] DEFAULT '{}' NOT NULL,
  synthetic BOOLEAN DEFAULT 'false' NOT NULL,
  version INTEGER DEFAULT '1' NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  CONSTRAINT pk_pledge PRIMARY KEY (id),
  CONSTRAINT ck_pledge_execution_listed CHECK (execution IN ('RECORDED', 'SPECIFIED', 'AGREED',
    'IN_PROGRESS', 'REPORTED_DONE', 'COMPLETED', 'CANCELLED', 'TRANSFERRED', 'NEVER_STARTED')),
  CONSTRAINT ck_pledge_verdict_listed CHECK (verdict IN ('CONFORMS', 'NOT_YET', 'NOT_ACTED_ON',
    'CANNOT_BE_ACTED_ON')),
  CONSTRAINT ck_pledge_maturity_is_a_score CHECK (maturity BETWEEN 0 AND 100),
  CONSTRAINT ck_pledge_ratio_percent_is_a_percentage CHECK (ratio_percent BETWEEN 0 AND 100),
  CONSTRAINT ck_pledge_ratio_has_its_base CHECK (ratio_percent IS NULL OR ratio_base IS NOT NULL),
  CONSTRAINT ck_pledge_base_has_its_ratio CHECK (ratio_percent IS NOT NULL OR ratio_base_amount IS NULL),
  CONSTRAINT ck_pledge_year_is_near CHECK (year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_pledge_fiscal_year_is_near CHECK (fiscal_year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_pledge_completed_is_verified CHECK (execution <> 'COMPLETED' OR verdict = 'CONFORMS'),
  CONSTRAINT ck_pledge_no_own_predecessor CHECK (predecessor_id <> id),
  CONSTRAINT ck_pledge_ratio_base_amount_not_negative CHECK (ratio_base_amount >= 0),
  CONSTRAINT ck_pledge_reference_not_blank CHECK (reference !~ '^\s*$'),
  CONSTRAINT ck_pledge_title_not_blank CHECK (title !~ '^\s*$'),
  CONSTRAINT ck_pledge_quote_not_blank CHECK (quote !~ '^\s*$'),
  CONSTRAINT ck_pledge_source_not_blank CHECK (source !~ '^\s*$'),
  CONSTRAINT ck_pledge_responsible_not_blank CHECK (responsible !~ '^\s*$'),
  CONSTRAINT ck_pledge_evidence_rule_not_blank CHECK (evidence_rule !~ '^\s*$'),
  CONSTRAINT uq_pledge_reference UNIQUE (reference),
  CONSTRAINT uq_pledge_region_code_year_serial UNIQUE (region_code, year, serial),
  CONSTRAINT uq_pledge_predecessor_id UNIQUE (predecessor_id),
  CONSTRAINT fk_pledge_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE RESTRICT,
  CONSTRAINT fk_pledge_lead_agency_id FOREIGN KEY(lead_agency_id) REFERENCES agency (id) ON DELETE RESTRICT,
  CONSTRAINT fk_pledge_meeting_id FOREIGN KEY(meeting_id) REFERENCES meeting (id) ON DELETE RESTRICT,
  CONSTRAINT fk_pledge_directive_id FOREIGN KEY(directive_id) REFERENCES directive (id) ON DELETE RESTRICT,
  CONSTRAINT fk_pledge_predecessor_id FOREIGN KEY(predecessor_id) REFERENCES pledge (id) ON DELETE RESTRICT,
  CONSTRAINT fk_pledge_service_code FOREIGN KEY(service_code) REFERENCES spm_service (code) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_sub_activity_id FOREIGN KEY(sub_activity_id) REFERENCES sub_activity (id) ON
    DELETE RESTRICT
)
""",
    "CREATE INDEX ix_pledge_directive_id ON pledge (directive_id)",
    "CREATE INDEX ix_pledge_due_on ON pledge (due_on, id)",
    "CREATE INDEX ix_pledge_execution ON pledge (execution, id)",
    "CREATE INDEX ix_pledge_lead_agency_id ON pledge (lead_agency_id, id)",
    "CREATE INDEX ix_pledge_meeting_id ON pledge (meeting_id)",
    "CREATE INDEX ix_pledge_service_code ON pledge (service_code)",
    "CREATE INDEX ix_pledge_sub_activity_id ON pledge (sub_activity_id)",
    r"""
CREATE TABLE funding (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  stage TEXT NOT NULL,
  source TEXT NOT NULL,
  fiscal_year INTEGER,
  amount NUMERIC(18, 2),
  currency TEXT DEFAULT 'IDR' NOT NULL,
  note TEXT,
  CONSTRAINT pk_funding PRIMARY KEY (id),
  CONSTRAINT ck_funding_stage_listed CHECK (stage IN ('PROMISED', 'BUDGETED', 'REALISED')),
  CONSTRAINT ck_funding_currency_is_rupiah CHECK (currency = 'IDR'),
  CONSTRAINT ck_funding_fiscal_year_is_near CHECK (fiscal_year BETWEEN 2000 AND 2100),
  CONSTRAINT ck_funding_amount_not_negative CHECK (amount >= 0),
  CONSTRAINT ck_funding_source_not_blank CHECK (source !~ '^\s*$'),
  CONSTRAINT fk_funding_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_funding_pledge_id ON funding (pledge_id)",
    "CREATE INDEX ix_funding_source ON funding (source)",
    r"""
CREATE TABLE milestone (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  title TEXT NOT NULL,
  due_on DATE NOT NULL,
  done_on DATE,
  CONSTRAINT pk_milestone PRIMARY KEY (id),
  CONSTRAINT ck_milestone_title_not_blank CHECK (title !~ '^\s*$'),
  CONSTRAINT fk_milestone_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE
)
""",
    "CREATE INDEX ix_milestone_pledge_id ON milestone (pledge_id, due_on)",
    """
CREATE TABLE pledge_agency (
  pledge_id UUID NOT NULL,
  agency_id UUID NOT NULL,
  role TEXT NOT NULL,
  CONSTRAINT pk_pledge_agency PRIMARY KEY (pledge_id, agency_id),
  CONSTRAINT ck_pledge_agency_role_listed CHECK (role IN ('SUPPORT', 'FUNDER', 'JOINT')),
  CONSTRAINT fk_pledge_agency_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE,
  CONSTRAINT fk_pledge_agency_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_pledge_agency_agency_id ON pledge_agency (agency_id)",
    """
CREATE TABLE pledge_area (
  pledge_id UUID NOT NULL,
  area_code TEXT COLLATE "C" NOT NULL,
  CONSTRAINT pk_pledge_area PRIMARY KEY (pledge_id, area_code),
  CONSTRAINT fk_pledge_area_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE,
  CONSTRAINT fk_pledge_area_area_code FOREIGN KEY(area_code) REFERENCES spm_area (code) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_pledge_area_area_code ON pledge_area (area_code, pledge_id)",
    r"""
CREATE TABLE pledge_constraint (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  agency_id UUID NOT NULL,
  reason TEXT NOT NULL,
  narrative TEXT NOT NULL,
  internal BOOLEAN DEFAULT 'false' NOT NULL,
  since_on DATE NOT NULL,
  until_on DATE,
  resolution TEXT,
  recorded_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
  resolved_at TIMESTAMP WITH TIME ZONE,
  CONSTRAINT pk_pledge_constraint PRIMARY KEY (id),
  CONSTRAINT ck_pledge_constraint_reason_listed CHECK (reason IN ('BUDGET_NOT_AVAILABLE',
    'LAND_OR_PERMIT', 'PROCUREMENT', 'STAFF', 'COORDINATION', 'DATA', 'ACCESS_OR_WEATHER', 'REGULATION',
    'OTHER')),
  CONSTRAINT ck_pledge_constraint_dates_ordered CHECK (until_on >= since_on),
  CONSTRAINT ck_pledge_constraint_resolved_has_a_day CHECK ((resolved_at IS NULL) = (until_on IS NULL)),
  CONSTRAINT ck_pledge_constraint_narrative_not_blank CHECK (narrative !~ '^\s*$'),
  CONSTRAINT fk_pledge_constraint_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_constraint_agency_id FOREIGN KEY(agency_id) REFERENCES agency (id) ON DELETE RESTRICT
)
""",
    "CREATE INDEX ix_pledge_constraint_agency_id ON pledge_constraint (agency_id)",
    "CREATE INDEX ix_pledge_constraint_open ON pledge_constraint (pledge_id) WHERE resolved_at IS NULL",
    "CREATE INDEX ix_pledge_constraint_pledge_id ON pledge_constraint (pledge_id, since_on)",
    """
CREATE TABLE pledge_place (
  id UUID NOT NULL,
  pledge_id UUID NOT NULL,
  posyandu_id UUID,
  region_code TEXT COLLATE "C",
  source TEXT NOT NULL,
  CONSTRAINT pk_pledge_place PRIMARY KEY (id),
  CONSTRAINT ck_pledge_place_source_listed CHECK (source IN ('SCOPE', 'TARGET')),
  CONSTRAINT ck_pledge_place_one_place CHECK (num_nonnulls(posyandu_id, region_code) = 1),
  CONSTRAINT uq_pledge_place_pledge_id_source_posyandu_id_region_code UNIQUE NULLS NOT DISTINCT
    (pledge_id, source, posyandu_id, region_code),
  CONSTRAINT fk_pledge_place_pledge_id FOREIGN KEY(pledge_id) REFERENCES pledge (id) ON DELETE CASCADE,
  CONSTRAINT fk_pledge_place_posyandu_id FOREIGN KEY(posyandu_id) REFERENCES posyandu (id) ON DELETE
    RESTRICT,
  CONSTRAINT fk_pledge_place_region_code FOREIGN KEY(region_code) REFERENCES region (code) ON DELETE
    RESTRICT
)
""",
    "CREATE INDEX ix_pledge_place_posyandu_id ON pledge_place (posyandu_id)",
    "CREATE INDEX ix_pledge_place_region_code ON pledge_place (region_code)",
)
_TABLES = (
    "pledge",
    "funding",
    "milestone",
    "pledge_agency",
    "pledge_area",
    "pledge_constraint",
    "pledge_place",
)


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
