/** What the forms of recording ask and send. A refusal names its field, so that the form can show it there. */
import { graphql, type ResultOf } from "../graph/graphql.ts";

/** What an address of the form of a pledge names: the meeting, and the request that it answers. */
export const Occasion = graphql(`
  query Occasion($meeting: ID!, $isMeeting: Boolean!, $request: ID!, $isRequest: Boolean!) {
    meeting(id: $meeting) @include(if: $isMeeting) {
      id
      title
      heldOn
      reportedOn
      source
      region { code }
      directives { id title }
      attendance(first: 100) { nodes { agency { id shortName } } }
    }
    request: node(id: $request) @include(if: $isRequest) {
      __typename
      ... on PledgeRequest {
        id
        words
        state
        dueOn
        requestedBy
        requestedOn
        area { code }
        agency { id }
        posyandu { id name village { code name } }
        region { code name }
        meeting { id title }
      }
    }
  }
`);

export type Meeting = NonNullable<ResultOf<typeof Occasion>["meeting"]>;
export type Asked = Extract<NonNullable<ResultOf<typeof Occasion>["request"]>, { __typename: "PledgeRequest" }>;

export const Meetings = graphql(`
  query MeetingsCalled($search: String, $within: String) {
    meetings(filter: { search: $search, within: $within }, first: 8) { nodes { id title heldOn reportedOn region { name } } }
  }
`);

export const LeadAgency = graphql(`
  query LeadAgency($id: ID!) {
    agency(by: { id: $id }) { id name region { code name } mandates { area { code } } }
  }
`);

export const NamesOfAgencies = graphql(`
  query NamesOfAgencies($ids: [ID!]!) {
    nodes(ids: $ids) { __typename ... on Agency { id name shortName } }
  }
`);

export const Places = graphql(`
  query Places($search: String!, $regency: String!, $city: String!, $within: String) {
    posyandus(filter: { search: $search, within: $within }, first: 8) { nodes { id name village { name } } }
    regencies: regions(filter: { search: $regency, within: $within }, first: 2) { nodes { code name level parent { name } } }
    cities: regions(filter: { search: $city, within: $within }, first: 2) { nodes { code name level parent { name } } }
    regions(filter: { search: $search, within: $within }, first: 6) { nodes { code name level parent { name } } }
  }
`);

export const PostsInside = graphql(`
  query PostsInside($within: String!, $after: String) {
    posyandus(filter: { within: $within }, first: 100, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id name village { name } }
    }
  }
`);

export const Services = graphql(`
  query Services {
    spmAreas { code services { code name } }
  }
`);

export const RecordPledge = graphql(`
  mutation RecordPledge($input: RecordPledgeInput!) {
    recordPledge(input: $input) {
      ... on RecordPledgePayload { pledge { reference } }
      ... on Problem { code message path }
    }
  }
`);

export const RecordMeeting = graphql(`
  mutation RecordMeeting($input: RecordMeetingInput!) {
    recordMeeting(input: $input) { ... on RecordMeetingPayload { meeting { id } } ... on Problem { code message path } }
  }
`);

export const RecordAttendance = graphql(`
  mutation RecordAttendance($input: RecordAttendanceInput!) {
    recordAttendance(input: $input) { ... on RecordAttendancePayload { meeting { id } } ... on Problem { code message path } }
  }
`);

export const RecordDirective = graphql(`
  mutation RecordDirective($input: RecordDirectiveInput!) {
    recordDirective(input: $input) { ... on RecordDirectivePayload { directive { id } } ... on Problem { code message path } }
  }
`);

export const AddTargets = graphql(`
  mutation AddTargets($input: AddTargetsInput!) {
    addTargets(input: $input) { ... on AddTargetsPayload { pledge { version } } ... on Problem { code message path } }
  }
`);

export const Transfer = graphql(`
  mutation Transfer($input: TransferPledgeInput!) {
    transferPledge(input: $input) {
      ... on TransferPledgePayload { successor { reference } }
      ... on Problem { code message path }
    }
  }
`);
