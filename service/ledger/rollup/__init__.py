"""The rollup: what the matrix would count, kept as pledges change, so that reading never scans the facts."""
