"""Reads are compiled: a selection becomes one SQL statement whose result is the answer's bytes."""
