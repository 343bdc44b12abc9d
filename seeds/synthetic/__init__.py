"""A province, or the nation, at work: invented rows to see the matrix full and to measure, all marked so."""
