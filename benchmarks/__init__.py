"""Measurements, one command each (`./run bench NAME`), against named peers, as ratios."""
