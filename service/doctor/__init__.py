"""`./run doctor`: looks at a deployment from outside, and says what to fix. It mends nothing itself."""
