"""A plain Strawberry + SQLAlchemy ORM + DataLoader app over the same tables, as a good team writes it."""
