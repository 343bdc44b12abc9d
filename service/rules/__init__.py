"""The law of pledges: pure tables and functions, without I/O, clock or SQL."""
