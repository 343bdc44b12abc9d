/** What the matrix asks. Cells come packed, a number each: web.md 3 says what objects would weigh. */
import { graphql } from "../graph/graphql.ts";
import { ListedPledge } from "../parts/pledge-list.tsx";

export const MatrixPage = graphql(`
  query MatrixPage(
    $rows: MatrixAxis!
    $columns: MatrixAxis!
    $filter: PledgeFilter
    $asOf: Date
    $first: Int!
    $after: String
  ) {
    matrix(rows: $rows, columns: $columns, filter: $filter, asOf: $asOf, first: $first, after: $after) {
      asOf
      rowCount
      pageInfo { hasNextPage endCursor }
      rows {
        key
        label
        node {
          __typename
          ... on Posyandu { village { name } }
          ... on Agency { shortName mandates { area { code } } }
          ... on Meeting { heldOn }
        }
      }
      columns { key label node { __typename ... on Agency { shortName mandates { area { code } } } } }
      pledges: values(measure: PLEDGES)
      promised: values(measure: PROMISED)
      running: values(measure: IN_PROGRESS)
      reported: values(measure: REPORTED_DONE)
      completed: values(measure: COMPLETED)
      overdue: values(measure: OVERDUE)
      progress: values(measure: PROGRESS)
      rowTotals { pledges completed overdue progress byExecution { execution count } }
    }
  }
`);

export const MatrixFeet = graphql(`
  query MatrixFeet($rows: MatrixAxis!, $columns: MatrixAxis!, $filter: PledgeFilter, $asOf: Date) {
    matrix(rows: $rows, columns: $columns, filter: $filter, asOf: $asOf, first: 0) {
      columns { key label }
      columnTotals { pledges completed overdue progress byExecution { execution count } }
      total { pledges completed overdue progress byExecution { execution count } }
    }
  }
`);

export const MatrixLive = graphql(`
  subscription MatrixLive($rows: MatrixAxis!, $columns: MatrixAxis!, $filter: PledgeFilter) {
    matrixChanged(rows: $rows, columns: $columns, filter: $filter) {
      eventId
      isComplete
      cells { rowKey columnKey }
    }
  }
`);

export const MatrixMoves = graphql(`
  query MatrixMoves(
    $rows: MatrixAxis!
    $columns: MatrixAxis!
    $filter: PledgeFilter
    $from: MatrixPoint!
    $to: MatrixPoint!
    $first: Int!
    $after: String
  ) {
    matrixChanges(rows: $rows, columns: $columns, filter: $filter, from: $from, to: $to, first: $first, after: $after) {
      fromOn
      toOn
      rows { key }
      columns { key }
      pageInfo { hasNextPage endCursor }
      cells { row column new advanced slipped completed withdrawn reopened }
      total { changed new advanced slipped completed withdrawn reopened }
    }
  }
`);

export const CellMoves = graphql(`
  query CellMoves(
    $rows: MatrixAxis!
    $columns: MatrixAxis!
    $filter: PledgeFilter
    $from: MatrixPoint!
    $to: MatrixPoint!
    $at: [AxisValue!]
  ) {
    matrixChanges(rows: $rows, columns: $columns, filter: $filter, from: $from, to: $to, first: 0) {
      fromOn
      pledges(at: $at, first: 50) {
        totalCount
        nodes { kinds facts { fact was became } pledge { reference title lead { shortName } } }
      }
    }
  }
`);

export const CellPledges = graphql(
  `
  query CellPledges($filter: PledgeFilter, $asOf: Date, $after: String) {
    pledges(filter: $filter, asOf: $asOf, first: 50, after: $after, orderBy: DUE) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { ...ListedPledge }
    }
  }
`,
  [ListedPledge],
);

export const RecentMeetings = graphql(`
  query RecentMeetings($within: String) {
    meetings(filter: { within: $within }, last: 12) { nodes { id title heldOn reportedOn kind } }
  }
`);
