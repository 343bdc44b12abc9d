"""Subscriptions: each distinct one is read once for all who listen to it."""
