/** What is missing and what doubles, and what can be done about either. */
import { graphql } from "../graph/graphql.ts";

export const GapList = graphql(`
  query GapList($filter: GapFilter, $asOf: Date, $after: String) {
    gaps(filter: $filter, asOf: $asOf, first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        key
        kind
        posyandu { id name village { code name } }
        region { code name level }
        agency { id name shortName }
        area { code }
        meeting { id title heldOn }
        notApplicable { id reason markedBy markedOn }
        requests { id state dueOn words agency { shortName } }
      }
    }
  }
`);

export const OverlapList = graphql(`
  query OverlapList($filter: OverlapFilter, $asOf: Date, $after: String) {
    overlaps(filter: $filter, asOf: $asOf, first: 30, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        one { id reference title lead { shortName } }
        other { id reference title lead { shortName } }
        services { name }
        indicators { name }
        regions { code name }
        posyandus(first: 5) { totalCount nodes { id name village { name } } }
        mark { id kind reason }
      }
    }
  }
`);

export const MarkGap = graphql(`
  mutation MarkGap($input: MarkGapNotApplicableInput!) {
    markGapNotApplicable(input: $input) {
      ... on MarkGapNotApplicablePayload { mark { id } }
      ... on Problem { code message }
    }
  }
`);

export const AskForPledge = graphql(`
  mutation AskForPledge($input: RequestPledgeInput!) {
    requestPledge(input: $input) { ... on RequestPledgePayload { request { id } } ... on Problem { code message } }
  }
`);

export const MarkJoint = graphql(`
  mutation MarkJoint($input: MarkJointEffortInput!) {
    markJointEffort(input: $input) { ... on MarkJointEffortPayload { mark { id } } ... on Problem { code message } }
  }
`);

export const DismissOverlap = graphql(`
  mutation DismissOverlap($input: DismissOverlapInput!) {
    dismissOverlap(input: $input) { ... on DismissOverlapPayload { mark { id } } ... on Problem { code message } }
  }
`);

export const AskedAgencies = graphql(`
  query AskedAgencies($search: String, $region: String) {
    agencies(filter: { search: $search, region: $region }, first: 20) { nodes { id name } }
  }
`);
