"""The second wall, without the first: what PostgreSQL itself keeps from whom, and what it costs."""
