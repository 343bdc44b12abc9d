"""The HTTP edge: what it refuses, how, and what it costs; over a small schema of its own."""
