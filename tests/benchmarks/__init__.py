"""The benchmarks themselves: what they compare with, and whether they would notice."""
