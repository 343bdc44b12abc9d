"""Tests of the pure rules: exact, exhaustive, or by properties."""
