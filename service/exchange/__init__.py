"""What comes in as files: read refused with the number of the row, taken as a whole or not at all."""
