"""The tables, and what the database itself never lets be false."""

from models.agency import Account, AccountRole, Agency, AgencyAlias, ApiToken, Person
from models.allowance import DeprecatedUse, RateBucket
from models.base import Base
from models.evidence_file import EvidenceFile
from models.gap import AgencyMandate, GapMark, OverlapMark, PledgeRequest
from models.meeting import Attendance, Directive, DirectiveArea, Meeting
from models.place import PlaceName, Posyandu, PosyanduAlias, Region, RegionAlias
from models.pledge import (
    ConstraintWords,
    Funding,
    Milestone,
    Pledge,
    PledgeAgency,
    PledgeArea,
    PledgeConstraint,
    PledgePlace,
)
from models.record import History, HistoryLink, HistorySeal, Idempotency, Outbox
from models.rollup import (
    RollupCourse,
    RollupDay,
    RollupEdition,
    RollupFresh,
    RollupMonth,
    RollupNow,
    RollupPledge,
    RollupReached,
    RollupStand,
)
from models.service_standard import (
    Holiday,
    ReferenceDataset,
    SpmArea,
    SpmAreaAlias,
    SpmService,
    SubActivity,
)
from models.sign_in import AccountIdentity, AccountLink, Password, PersonSession, SecondFactor, SignInThrottle
from models.span import PledgeSpan
from models.target import Evidence, Indicator, ProgressReport, Target, Verification

__all__ = [
    "Account",
    "AccountIdentity",
    "AccountLink",
    "AccountRole",
    "Agency",
    "AgencyAlias",
    "AgencyMandate",
    "ApiToken",
    "Attendance",
    "Base",
    "ConstraintWords",
    "DeprecatedUse",
    "Directive",
    "DirectiveArea",
    "Evidence",
    "EvidenceFile",
    "Funding",
    "GapMark",
    "History",
    "HistoryLink",
    "HistorySeal",
    "Holiday",
    "Idempotency",
    "Indicator",
    "Meeting",
    "Milestone",
    "Outbox",
    "OverlapMark",
    "Password",
    "Person",
    "PersonSession",
    "PlaceName",
    "Pledge",
    "PledgeAgency",
    "PledgeArea",
    "PledgeConstraint",
    "PledgePlace",
    "PledgeRequest",
    "PledgeSpan",
    "Posyandu",
    "PosyanduAlias",
    "ProgressReport",
    "RateBucket",
    "ReferenceDataset",
    "Region",
    "RegionAlias",
    "RollupCourse",
    "RollupDay",
    "RollupEdition",
    "RollupFresh",
    "RollupMonth",
    "RollupNow",
    "RollupPledge",
    "RollupReached",
    "RollupStand",
    "SecondFactor",
    "SignInThrottle",
    "SpmArea",
    "SpmAreaAlias",
    "SpmService",
    "SubActivity",
    "Target",
    "Verification",
]
