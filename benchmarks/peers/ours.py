"""The service itself by its own verb, `serve`, over the database that DATABASE_URL names."""

import sys

from benchmarks.peers.lifeline import end_with_parent
from service.__main__ import main

if __name__ == "__main__":
    end_with_parent()
    sys.argv[1:] = ["serve"]
    main()
