"""Behaviour first: tests over the real protocols and a real PostgreSQL."""
