"""What the second wall costs: what is asked as whom, how PostgreSQL plans it, and how long it takes."""
