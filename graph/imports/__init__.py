"""Files that administrators send."""
