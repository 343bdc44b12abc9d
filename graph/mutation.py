"""The type Mutation: every verb of the graph, in the order of a pledge's life."""

from graph.mutations import (
    accounts,
    exits,
    gaps,
    meetings,
    overlaps,
    place_names,
    pledges,
    requests,
    targets,
    tokens,
)
from graph.mutations.declaring import assembled

Mutation = assembled(
    (
        *meetings.MUTATIONS,
        *pledges.MUTATIONS,
        *targets.MUTATIONS,
        *exits.MUTATIONS,
        *gaps.MUTATIONS,
        *overlaps.MUTATIONS,
        *requests.MUTATIONS,
        *accounts.MUTATIONS,
        *tokens.MUTATIONS,
        *place_names.MUTATIONS,
    ),
)
