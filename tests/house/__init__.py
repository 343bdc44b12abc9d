"""The laws of the house, checked over the source: what may import what, and where a kind of line belongs."""
