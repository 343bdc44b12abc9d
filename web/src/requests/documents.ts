/** What agencies were asked to promise, and how a request ends. */
import { graphql, type ResultOf } from "../graph/graphql.ts";

export const Requests = graphql(`
  query Requests($filter: PledgeRequestFilter) {
    pledgeRequests(filter: $filter, first: 50) {
      totalCount
      nodes {
        id
        words
        state
        dueOn
        requestedOn
        requestedBy
        settledOn
        reason
        area { code }
        agency { id shortName }
        posyandu { name village { code name } }
        region { code name }
        meeting { id title }
        pledge { reference title }
      }
    }
  }
`);

export type PledgeRequest = ResultOf<typeof Requests>["pledgeRequests"]["nodes"][number];

/** What the agency promises already in the area, by which it may answer. */
export const Promises = graphql(`
  query Promises($agency: ID!, $area: SpmAreaCode!) {
    pledges(
      filter: { agency: $agency, area: $area, execution: [RECORDED, SPECIFIED, AGREED, IN_PROGRESS, REPORTED_DONE, COMPLETED] }
      first: 100
    ) {
      nodes { id reference title }
    }
  }
`);

export const DeclineRequest = graphql(`
  mutation DeclineRequest($input: DeclinePledgeRequestInput!) {
    declinePledgeRequest(input: $input) {
      ... on DeclinePledgeRequestPayload { request { state } }
      ... on Problem { code message path }
    }
  }
`);

export const WithdrawRequest = graphql(`
  mutation WithdrawRequest($input: WithdrawPledgeRequestInput!) {
    withdrawPledgeRequest(input: $input) {
      ... on WithdrawPledgeRequestPayload { request { state } }
      ... on Problem { code message path }
    }
  }
`);

export const AnswerRequest = graphql(`
  mutation AnswerRequest($input: AnswerPledgeRequestInput!) {
    answerPledgeRequest(input: $input) {
      ... on AnswerPledgeRequestPayload { request { state } }
      ... on Problem { code message path }
    }
  }
`);
