"""The operations: one document for the graph (the ORM app speaks the same), one for PostGraphile.

PostGraphile's document asks for the same rows and columns under aliases, so that the answers differ in shape
only where its own schema must: `rowId`, junction rows, plain columns instead of our small objects.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

_PLACE = "posyandu { id name village { code name } } region { code name }"
_THEIR_PLACE = """
  posyandu: posyanduByPosyanduId { id: rowId name village: regionByVillageCodeAndVillageLevel { code name } }
  region: regionByRegionCode { code name }"""
_THEIR_AREAS = "areas: pledgeAreasByPledgeId { nodes { area: spmAreaByAreaCode { code name } } }"

_PAGE = f"""query Page {{
  pledges(first: 50) {{
    nodes {{
      id reference title execution verdict dueOn version
      lead {{ id code shortName }}
      areas {{ code name }}
      targets(first: 5) {{ nodes {{ id unit quantity claimed verified dueOn {_PLACE} }} }}
    }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""
_THEIR_PAGE = f"""query Page {{
  pledges: allPledges(first: 50, orderBy: [REFERENCE_ASC]) {{
    nodes {{
      id: rowId reference title execution verdict dueOn version
      lead: agencyByLeadAgencyId {{ id: rowId code shortName }}
      {_THEIR_AREAS}
      targets: targetsByPledgeId(first: 5, orderBy: [ROW_ID_ASC]) {{
        nodes {{ id: rowId unit quantity claimed verified dueOn {_THEIR_PLACE} }}
      }}
    }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""

_PLEDGE = f"""query Pledge($reference: String!) {{
  pledge(by: {{reference: $reference}}) {{
    id reference title execution verdict dueOn version
    statement {{ quote source }}
    lead {{ id code shortName }}
    areas {{ code name }}
    targets(first: 100) {{
      nodes {{ id unit quantity claimed verified dueOn indicator {{ name unit }} {_PLACE} }}
    }}
    reports(first: 20) {{
      nodes {{ id quantity effectiveOn narrative agency {{ shortName }} verification {{ decision verdict }} }}
    }}
  }}
}}"""
_THEIR_PLEDGE = f"""query Pledge($reference: String!) {{
  pledge: pledgeByReference(reference: $reference) {{
    id: rowId reference title execution verdict dueOn version
    quote source
    lead: agencyByLeadAgencyId {{ id: rowId code shortName }}
    {_THEIR_AREAS}
    targets: targetsByPledgeId(first: 100, orderBy: [ROW_ID_ASC]) {{
      nodes {{
        id: rowId unit quantity claimed verified dueOn indicator: indicatorByIndicatorId {{ name unit }}
        {_THEIR_PLACE}
      }}
    }}
    reports: progressReportsByPledgeId(first: 20, orderBy: [EFFECTIVE_ON_DESC, ROW_ID_DESC]) {{
      nodes {{
        id: rowId quantity effectiveOn narrative agency: agencyByAgencyId {{ shortName }}
        verification: verificationByReportIdAndPledgeId {{ decision verdict }}
      }}
    }}
  }}
}}"""

_CELLS = "pledges targets completed overdue"
_AGENCY_MATRIX = f"""query AgencyMatrix {{
  matrix(rows: AGENCY, columns: SPM_AREA, first: 100) {{
    rows {{ key label }} columns {{ key label }} cells {{ row column {_CELLS} }}
  }}
}}"""
_POST_MATRIX = f"""query PosyanduMatrix {{
  matrix(rows: POSYANDU, columns: SPM_AREA, first: 100) {{
    rows {{ key label }} columns {{ key label }} cells {{ row column {_CELLS} }}
  }}
}}"""

_THEIR_AGENCY_MATRIX = f"""query AgencyMatrix {{
  rows: readsAgencyHeads(size: 100) {{ nodes {{ key label }} }}
  columns: readsAreaHeads {{ nodes {{ key label }} }}
  cells: readsAgencyMatrix(size: 100) {{ nodes {{ row column {_CELLS} }} }}
}}"""
_THEIR_POST_MATRIX = f"""query PosyanduMatrix {{
  rows: readsPosyanduHeads(size: 100) {{ nodes {{ key label }} }}
  columns: readsAreaHeads {{ nodes {{ key label }} }}
  cells: readsPosyanduMatrixByPairs(size: 100) {{ nodes {{ row column {_CELLS} }} }}
}}"""
_THEIR_POST_MATRIX_OUR_WAY = _THEIR_POST_MATRIX.replace("MatrixByPairs", "Matrix")

_TREE = """query Tree {
  region(code: "64") {
    code name
    regions(first: 10) {
      nodes {
        code name
        agencies(first: 10) {
          nodes {
            id code shortName kind
            pledges(first: 10) { nodes { id reference title execution dueOn } }
          }
        }
      }
    }
  }
}"""
_THEIR_TREE = """query Tree {
  region: regionByCode(code: "64") {
    code name
    regions: regionsByParentCode(first: 10, orderBy: [CODE_ASC]) {
      nodes {
        code name
        agencies: agenciesByRegionCode(first: 10, orderBy: [CODE_ASC]) {
          nodes {
            id: rowId code shortName kind
            pledges: pledgesByLeadAgencyId(first: 10, orderBy: [REFERENCE_ASC]) {
              nodes { id: rowId reference title execution dueOn }
            }
          }
        }
      }
    }
  }
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One question in both languages; the variables are the same in both."""

    name: str
    title: str
    document: str
    their_document: str

    @staticmethod
    def body(document: str, variables: Mapping[str, str]) -> bytes:
        """The request, with those of the variables that the document declares."""
        declared = {name: value for name, value in variables.items() if f"${name}" in document}
        return orjson.dumps({"query": document, "variables": declared})


OPERATIONS = (
    Operation(name="page", title="50 pledges, 5 targets each", document=_PAGE, their_document=_THEIR_PAGE),
    Operation(name="pledge", title="one pledge, 20 reports", document=_PLEDGE, their_document=_THEIR_PLEDGE),
    Operation(
        name="agencies",
        title="matrix agency x area",
        document=_AGENCY_MATRIX,
        their_document=_THEIR_AGENCY_MATRIX,
    ),
    Operation(
        name="posts",
        title="matrix of 100 Posyandu x area",
        document=_POST_MATRIX,
        their_document=_THEIR_POST_MATRIX,
    ),
    Operation(
        name="posts-our-way",
        title="the same, PostGraphile counting in Ikrar's way",
        document=_POST_MATRIX,
        their_document=_THEIR_POST_MATRIX_OUR_WAY,
    ),
    Operation(
        name="tree",
        title="province → regencies → agencies → pledges",
        document=_TREE,
        their_document=_THEIR_TREE,
    ),
)
