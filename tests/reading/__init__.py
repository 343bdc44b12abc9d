"""Readings against slow and obvious answers."""
