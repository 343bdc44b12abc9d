"""What an operator sees of the service, and does with it."""
