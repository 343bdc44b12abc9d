"""Persons over plain HTTP, without GraphQL: they sign in, act as, sign out, and look after their keys."""
