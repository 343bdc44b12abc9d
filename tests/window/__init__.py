"""The public window, asked as a browser asks it."""
