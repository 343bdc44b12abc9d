/** What the page of a pledge asks, and the steps of its life. */
import { graphql } from "../graph/graphql.ts";

export const PledgePage = graphql(`
  query PledgePage($reference: String!, $asOf: Date) {
    pledge(by: { reference: $reference }, asOf: $asOf) {
      id
      version
      reference
      title
      statement { quote source speaker }
      madeAt { id title heldOn }
      lead { id name shortName }
      agencies { role agency { id name } }
      areas { code }
      service { name }
      region { code name }
      scope { words regions { code name } posyandus(first: 5) { totalCount nodes { id name village { name } } } }
      subActivity { code name }
      subActivityFits
      targetGroup
      responsible
      evidenceRule
      conditions
      fiscalYear
      pledgedOn
      dueOn
      execution
      verdict
      timeliness
      maturity { score missing }
      progress
      claimedProgress
      shortfall
      ratio { percent base period baseAmount }
      forecast { outlook likely earliest latest reason }
      synthetic
      standings
      steps { action to who demands }
      constraints { id reason narrative internal sinceOn untilOn resolution agency { shortName } }
      milestones { title dueOn doneOn }
      fundings { stage source fiscalYear amount }
      targets(first: 100) {
        totalCount
        nodes {
          id
          area { code }
          indicator { name }
          quantity
          unit
          claimed
          verified
          completion
          dueOn
          posyandu { id name village { name } }
          region { code name }
        }
      }
      reports(first: 30) {
        totalCount
        nodes {
          id
          effectiveOn
          recordedAt
          quantity
          narrative
          agency { shortName }
          target { unit posyandu { name } region { name } }
          evidence { kind title url sha256 mediaType }
          verification { decision verdict effectiveOn reason agency { shortName } }
        }
      }
      history(last: 60) { totalCount nodes { subject action effectiveOn recordedAt actor reason } }
      predecessor { reference title }
      successor { reference title }
    }
  }
`);

export const Agree = graphql(`
  mutation Agree($input: AgreePledgeInput!) {
    agreePledge(input: $input) { ... on AgreePledgePayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const Start = graphql(`
  mutation Start($input: StartPledgeInput!) {
    startPledge(input: $input) { ... on StartPledgePayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const ReportDone = graphql(`
  mutation ReportDone($input: ReportDoneInput!) {
    reportDone(input: $input) { ... on ReportDonePayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const Complete = graphql(`
  mutation Complete($input: CompletePledgeInput!) {
    completePledge(input: $input) { ... on CompletePledgePayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const Cancel = graphql(`
  mutation Cancel($input: CancelPledgeInput!) {
    cancelPledge(input: $input) { ... on CancelPledgePayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const NeverStarted = graphql(`
  mutation NeverStarted($input: DeclareNeverStartedInput!) {
    declareNeverStarted(input: $input) {
      ... on DeclareNeverStartedPayload { pledge { version } }
      ... on Problem { code message }
    }
  }
`);

export const Reopen = graphql(`
  mutation Reopen($input: ReopenPledgeInput!) {
    reopenPledge(input: $input) { ... on ReopenPledgePayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const RaiseConstraint = graphql(`
  mutation RaiseConstraint($input: RaiseConstraintInput!) {
    raiseConstraint(input: $input) { ... on RaiseConstraintPayload { pledge { version } } ... on Problem { code message } }
  }
`);

export const ResolveConstraint = graphql(`
  mutation ResolveConstraint($input: ResolveConstraintInput!) {
    resolveConstraint(input: $input) {
      ... on ResolveConstraintPayload { pledge { version } }
      ... on Problem { code message }
    }
  }
`);

export const Revise = graphql(`
  mutation Revise($input: RevisePledgeInput!) {
    revisePledge(input: $input) { ... on RevisePledgePayload { pledge { version } } ... on Problem { code message } }
  }
`);
