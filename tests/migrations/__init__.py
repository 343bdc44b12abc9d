"""The way of the schema, there and back."""
