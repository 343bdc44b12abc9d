/** Who may come in, which programs may ask, and what happened at the door. */
import { graphql } from "../graph/graphql.ts";

export const AccountList = graphql(`
  query AccountList($filter: AccountFilter, $after: String) {
    accounts(filter: $filter, first: 30, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id name position email hasPassword hasSecondFactor invitationDueAt invitedUntil signedInAt closedAt
        assignments { id role agency { shortName } region { name } issuer }
      }
    }
  }
`);

export const OpenAccount = graphql(`
  mutation OpenAccount($input: OpenAccountInput!) {
    openAccount(input: $input) { ... on OpenAccountPayload { account { id } } ... on Problem { code message } }
  }
`);

export const InviteAccount = graphql(`
  mutation InviteAccount($input: InviteAccountInput!) {
    inviteAccount(input: $input) { ... on InviteAccountPayload { account { id } } ... on Problem { code message } }
  }
`);

export const AssignRole = graphql(`
  mutation AssignRole($input: AssignRoleInput!) {
    assignRole(input: $input) { ... on AssignRolePayload { account { id } } ... on Problem { code message } }
  }
`);

export const WithdrawRole = graphql(`
  mutation WithdrawRole($input: WithdrawRoleInput!) {
    withdrawRole(input: $input) { ... on WithdrawRolePayload { account { id } } ... on Problem { code message } }
  }
`);

export const RemoveSecondFactor = graphql(`
  mutation RemoveSecondFactor($input: RemoveSecondFactorInput!) {
    removeSecondFactor(input: $input) { ... on RemoveSecondFactorPayload { account { id } } ... on Problem { code message } }
  }
`);

export const CloseAccount = graphql(`
  mutation CloseAccount($input: CloseAccountInput!) {
    closeAccount(input: $input) { ... on CloseAccountPayload { account { id } } ... on Problem { code message } }
  }
`);

export const TokenList = graphql(`
  query TokenList($filter: TokenFilter, $after: String) {
    tokens(filter: $filter, first: 30, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { id label prefix role scopes agency { shortName } region { name } expiresAt revokedAt lastUsedAt recordedAt }
    }
  }
`);

export const CreateToken = graphql(`
  mutation CreateToken($input: CreateTokenInput!) {
    createToken(input: $input) { ... on CreateTokenPayload { text token { id label } } ... on Problem { code message } }
  }
`);

export const RotateToken = graphql(`
  mutation RotateToken($input: RotateTokenInput!) {
    rotateToken(input: $input) { ... on RotateTokenPayload { text token { id label } } ... on Problem { code message } }
  }
`);

export const RevokeToken = graphql(`
  mutation RevokeToken($input: RevokeTokenInput!) {
    revokeToken(input: $input) { ... on RevokeTokenPayload { token { id } } ... on Problem { code message } }
  }
`);

export const PlaceNameList = graphql(`
  query PlaceNameList($filter: PlaceNameFilter, $after: String) {
    placeNames(filter: $filter, first: 30, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        id words source reason seenAt
        within { code name }
        region { code name parent { name } }
        candidates { code name parent { name } }
      }
    }
  }
`);

export const NamePlace = graphql(`
  mutation NamePlace($input: NamePlaceInput!) {
    namePlace(input: $input) { ... on NamePlacePayload { placeName { id } } ... on Problem { code message } }
  }
`);

export const DismissPlaceName = graphql(`
  mutation DismissPlaceName($input: DismissPlaceNameInput!) {
    dismissPlaceName(input: $input) { ... on DismissPlaceNamePayload { placeName { id } } ... on Problem { code message } }
  }
`);

export const AuditList = graphql(`
  query AuditList($filter: AuditFilter, $after: String) {
    audit(filter: $filter, first: 50, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { subject name action recordedAt actorKind actor before after reason sealed }
    }
  }
`);
