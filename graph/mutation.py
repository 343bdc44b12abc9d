"""The type Mutation: every verb of the graph, in the order of a pledge's life."""

from graph.mutations import exits, gaps, meetings, overlaps, pledges, requests, targets
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
    ),
)
