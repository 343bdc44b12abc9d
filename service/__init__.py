"""What Ikrar does: rules, use cases, readings, exchange, and the process that serves them."""
