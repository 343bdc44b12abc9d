"""Mutations, sent over HTTP by those who may and those who may not."""
