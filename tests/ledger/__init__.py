"""The use cases that write, on a real database."""
