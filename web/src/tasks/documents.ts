/** What the liaison's screen asks. */
import { graphql, type ResultOf } from "../graph/graphql.ts";

const TaskTarget = graphql(`
  fragment TaskTarget on Target {
    id
    unit
    quantity
    claimed
    verified
    area { code }
    indicator { name kind overPeriods }
    posyandu { name village { name } }
    region { name }
    reports(first: 1) {
      nodes { id effectiveOn quantity verification { decision reason } }
    }
  }
`);

/** Those of an agency that are still to be done. */
export const MyTasks = graphql(
  `
  query MyTasks($agency: ID!, $execution: [Execution!], $after: String) {
    pledges(filter: { agency: $agency, execution: $execution }, first: 50, after: $after, orderBy: DUE) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        reference
        title
        execution
        timeliness
        dueOn
        progress
        claimedProgress
        evidenceRule
        targets(first: 30) { totalCount nodes { ...TaskTarget } }
      }
    }
  }
`,
  [TaskTarget],
);

/** All targets of a pledge that has more of them than the list carries. */
export const TaskTargets = graphql(
  `
  query TaskTargets($reference: String!) {
    pledge(by: { reference: $reference }) {
      targets(first: 100) { nodes { ...TaskTarget } }
    }
  }
`,
  [TaskTarget],
);

export type Task = ResultOf<typeof MyTasks>["pledges"]["nodes"][number];
export type Aim = Task["targets"]["nodes"][number];
