"""The web client at /: built from web/, where all stands that it shows, and served from files."""
