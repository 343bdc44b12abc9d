"""The use cases that write: one module a noun, each verb locks, decides, writes and records; none commits."""
