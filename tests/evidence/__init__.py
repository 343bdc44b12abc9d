"""Files of evidence: how they come, what is kept of them, who sees them, and what is swept away."""
