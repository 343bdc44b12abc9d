"""The graph, asked over HTTP against a real database."""
