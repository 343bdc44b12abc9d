"""How the tables came to be: one numbered script for each idea, in versions/; env.py runs them."""
