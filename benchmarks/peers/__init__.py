"""The servers that are measured beside the service, each one process over the same database."""
