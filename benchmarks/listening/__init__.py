"""`./run bench live`: writers with and without two thousand listeners on the same worker."""
