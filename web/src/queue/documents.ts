/** What the queue asks: the reports that wait, what was said before of a target, and the decision. */
import { graphql, type ResultOf } from "../graph/graphql.ts";

export const WaitingReports = graphql(`
  query WaitingReports($region: String, $first: Int!, $after: String) {
    reports(filter: { isWaiting: true, region: $region }, first: $first, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id
        quantity
        numerator
        denominator
        effectiveOn
        recordedAt
        narrative
        agency { id shortName name }
        pledge { reference title evidenceRule }
        target {
          id
          unit
          quantity
          baseline
          claimed
          verified
          dueOn
          indicator { name }
          area { code }
          posyandu { name village { name } }
          region { name }
        }
        evidence { kind title url sha256 mediaType }
      }
    }
  }
`);

export type Waiting = ResultOf<typeof WaitingReports>["reports"]["nodes"][number];

/** The target's other reports, for whoever judges the next of them. */
export const ReportsBefore = graphql(`
  query ReportsBefore($id: ID!) {
    node(id: $id) {
      __typename
      ... on Target {
        reports(first: 6) {
          totalCount
          nodes {
            id
            quantity
            effectiveOn
            verification { decision verdict reason }
          }
        }
      }
    }
  }
`);

export const VerifyReport = graphql(`
  mutation VerifyWaitingReport($input: VerifyReportInput!) {
    verifyReport(input: $input) {
      __typename
      ... on VerifyReportPayload { isReplay report { id } }
      ... on Problem { code message }
    }
  }
`);
