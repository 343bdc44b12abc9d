"""Mutations: what they take, which use case they call, and what they give back; deciding is the ledger's."""
