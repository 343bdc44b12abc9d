"""Persons at the door: they sign in, act as, sign out, and look after their keys."""
