"""The type Mutation: every verb of the graph, in the order of a pledge's life."""

from graph.mutations import exits, meetings, pledges, targets
from graph.mutations.declaring import assembled

Mutation = assembled(
    (*meetings.MUTATIONS, *pledges.MUTATIONS, *targets.MUTATIONS, *exits.MUTATIONS),
)
