"""How the client is measured in a real browser: what it weighs, when it can be used, how it scrolls."""
