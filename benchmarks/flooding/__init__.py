"""Those who ask for too much, and those who ask for the worst."""
