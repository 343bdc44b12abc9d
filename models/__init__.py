"""The tables, and what the database itself never lets be false."""
