"""The compiled reads held to a slow, obvious executor over the same declarations."""
