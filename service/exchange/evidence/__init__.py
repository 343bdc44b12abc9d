"""Files that are handed in as evidence: they arrive, are examined, are kept, and are swept away."""
